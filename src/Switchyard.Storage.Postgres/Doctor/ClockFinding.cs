using System.Globalization;
using Dapper;
using Npgsql;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>The database's clock, which decides leases, against this machine's.</summary>
internal static class ClockFinding
{
    private const string Name = "database clock";

    /// <summary>The quickest tells best: of a longer way nobody knows which half was the longer.</summary>
    private const int Tries = 5;

    private static readonly TimeSpan Much = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<Finding>> ReadAsync(
        NpgsqlConnection connection,
        TimeProvider clock,
        bool hasStore
    )
    {
        var (quickest, offset) = (TimeSpan.MaxValue, TimeSpan.Zero);
        for (var i = 0; i < Tries; i++)
        {
            var (began, ours) = (clock.GetTimestamp(), clock.GetUtcNow());
            var theirs = await connection.ExecuteScalarAsync<long>(
                "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
            );
            var roundTrip = clock.GetElapsedTime(began);
            if (roundTrip < quickest)
            {
                (quickest, offset) = (roundTrip, Micros.ToTime(theirs) - (ours + (roundTrip / 2)));
            }
        }

        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"It is {offset.Duration().TotalMilliseconds:0.0} ms {(offset < TimeSpan.Zero ? "behind" : "ahead of")} this machine's, give or take {quickest.TotalMilliseconds / 2:0.0}."
        );
        var ahead = hasStore ? await AheadAsync(connection) : TimeSpan.Zero;
        return
        [
            ahead > Much
                ? Finding.Doubt(Name, $"It was set back: the store's goes on {Words.Span(ahead)} ahead of it. {detail}")
            : offset.Duration() > Much ? Finding.Doubt(Name, $"{detail} Let both follow a time server.")
            : Finding.Fine(Name, detail),
        ];
    }

    // Each round keeps the store's time, which never goes back, beside the clock's.
    private static async Task<TimeSpan> AheadAsync(NpgsqlConnection connection) =>
        Micros.ToSpan(
            await connection.ExecuteScalarAsync<long>(
                "SELECT greatest(0, coalesce(max(at), 0) - clock(NULL, 0)) FROM round"
            )
        );
}
