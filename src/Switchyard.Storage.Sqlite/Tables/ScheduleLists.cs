using Switchyard.Engine.Schedules;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>
/// Ids of schedules that match a query, newest first. By an index alone, whose rows are a third of the table's, and by a
/// statement of its own for each set of filters, since a filter that is not there is not to be looked at 100,000 times.
/// </summary>
internal sealed class ScheduleLists(Connection database)
{
    private readonly Dictionary<(bool, bool, bool), (Statement Page, Statement Below)> _statements = [];

    public List<long> Page(ScheduleQuery query) =>
        Of(query).Page.Bind(4, query.Size).Bind(5, (query.Page - 1L) * query.Size).Numbers();

    /// <summary>How many there are on all pages, when this is the one that was asked for; no row is passed twice.</summary>
    public long Total(ScheduleQuery query, List<long> page)
    {
        var before = (query.Page - 1L) * query.Size;
        return page.Count == query.Size ? before + page.Count + Below(query, page[^1])
            : page.Count > 0 || before == 0 ? before + page.Count
            : Below(query, long.MaxValue); // a page behind the last one
    }

    private long Below(ScheduleQuery query, long id) => Of(query).Below.Bind(4, id).Number()!.Value;

    private (Statement Page, Statement Below) Of(ScheduleQuery query)
    {
        var shape = (query.Sees is not null, query.Status is not null, query.Search is not null);
        if (!_statements.TryGetValue(shape, out var statements))
        {
            var filter =
                (query.Sees is null ? "" : " AND owner = ?1")
                + (query.Status is null ? "" : " AND status = ?2")
                + (query.Search is null ? "" : " AND instr(folded, ?3) > 0");
            const string source = "FROM schedule INDEXED BY schedule_list WHERE id";
            statements = _statements[shape] = (
                database.Prepare($"SELECT id {source} > 0{filter} ORDER BY id DESC LIMIT ?4 OFFSET ?5"),
                database.Prepare($"SELECT count(*) {source} < ?4{filter}")
            );
        }

        return (Bind(statements.Page, query), Bind(statements.Below, query));
    }

    private static Statement Bind(Statement statement, ScheduleQuery query) =>
        statement
            .Bind(1, query.Sees)
            .Bind(2, (long?)query.Status)
            .Bind(3, query.Search is null ? null : ScheduleTable.Fold(query.Search));
}
