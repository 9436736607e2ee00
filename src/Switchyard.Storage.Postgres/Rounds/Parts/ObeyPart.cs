using Npgsql;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;

namespace Switchyard.Storage.Postgres.Rounds.Parts;

/// <summary>Orders of clients.</summary>
internal sealed class ObeyPart(List<Order> orders, List<Transition> transitions) : IRoundPart
{
    private OrderResult[] _results = [];

    public IReadOnlyList<OrderResult> Results => _results;

    public NpgsqlBatchCommand Ask(in RoundKey round) =>
        SqlCall
            .Of($"SELECT {Move.Columns} FROM obey($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", round)
            .With(Of(order => order.JobId))
            .With(Of(order => (short)order.Kind))
            .With(Of(order => order.OnlyIn?.Aggregate(0, (states, state) => states | (1 << (int)state)) ?? -1))
            .With(Of(order => StoredText.Of(order.Audit?.Action)))
            .With(Of(order => StoredText.Of(order.Audit?.Target)))
            .With(Of(order => StoredText.Of(order.Audit?.Detail)))
            .With(Of(order => order.Audit?.KeyId ?? 0))
            .With(Of(order => StoredText.Of(order.Audit?.KeyName)))
            .With(Of(order => (short?)order.Audit?.Door))
            .With(Of(order => StoredText.Of(order.Audit?.Address)));

    public NpgsqlBatchCommand AskAgain(in RoundKey round) => Move.Kept(round, RoundParts.Orders);

    public async Task ReadAsync(NpgsqlDataReader rows)
    {
        _results = new OrderResult[orders.Count];
        foreach (var move in await Move.ReadAllAsync(rows))
        {
            _results[move.Index] = new OrderResult(move.Answer == 1, move.State, move.Transition?.Token ?? 0);
            if (move.Transition is { } transition)
            {
                transitions.Add(transition);
            }
        }
    }

    private T[] Of<T>(Func<Order, T> column) => [.. orders.Select(column)];
}
