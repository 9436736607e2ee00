using System.Globalization;

namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>A table as PostgreSQL's statistics have it; numbers of rows are estimates.</summary>
internal sealed record TableRow
{
    public required string Name { get; init; }

    public required long Live { get; init; }

    public required long Dead { get; init; }

    /// <summary>Of the table with its indexes and what is stored beside it.</summary>
    public required long Bytes { get; init; }

    /// <summary>Since it was last vacuumed, by anybody, in seconds; null: never.</summary>
    public required double? VacuumedAgo { get; init; }

    public required string[] Options { get; init; }

    /// <summary>The server's own, for a table that has none.</summary>
    public required double Threshold { get; init; }

    /// <inheritdoc cref="Threshold"/>
    public required double Share { get; init; }

    /// <summary>The dead rows from which autovacuum comes.</summary>
    public double Due
    {
        get
        {
            var own = TableOptions.Parse(Options);
            return Of("autovacuum_vacuum_threshold", Threshold)
                + (Of("autovacuum_vacuum_scale_factor", Share) * Math.Max(0, Live));

            double Of(string option, double otherwise) =>
                own.TryGetValue(option, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        }
    }
}
