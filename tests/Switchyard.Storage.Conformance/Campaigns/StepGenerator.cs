using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>Draws the steps of a campaign: the same seed, the same steps.</summary>
internal sealed class StepGenerator(int seed)
{
    public const int Lanes = 6;

    private readonly Random _random = new(seed);

    public IReadOnlyList<Step> Draw(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Next()), new Step.CompareAll(), new Step.Empty()];

    private Step Next() =>
        _random.Next(100) switch
        {
            < 68 => new Step.Commit([.. Enumerable.Range(0, _random.Next(1, 9)).Select(_ => NextAct())]),
            < 80 => new Step.Wait(Time()),
            < 86 => new Step.WaitForDue(Chance(50)),
            < 89 => new Step.Retain(new Retention(Keep(), Keep(), Keep()), Chance(50) ? 3 : 1_000),
            < 93 => List(),
            < 96 => new Step.NoteCallback(Job(), Chance(50) ? null : Time()),
            < 97 => new Step.Fill(Chance(40)),
            < 99 => new Step.Restart(Chance(50) ? TimeSpan.Zero : Time() - Time()),
            _ => new Step.CompareAll(),
        };

    private Act NextAct() =>
        _random.Next(100) switch
        {
            < 27 => new Act.Settle(Job(), Token(), Kind(), Sample(), Chance(20) ? 0 : _random.NextDouble()),
            < 37 => new Act.Renew(Job(), Token(), Time(), Chance(60), Chance(50) ? Sample(large: false) : null),
            < 50 => Command(),
            < 66 => Submit(),
            < 80 => new Act.Sweep(Chance(30) ? _random.Next(1, 4) : 1_000),
            _ => new Act.Claim(_random.Next(1, 1 << Lanes), _random.Next(1, 5), Chance(10), Time()),
        };

    // Mostly one that can be carried out: what orders do is more than how they are refused.
    private Act.Command Command()
    {
        var kind = Any<OrderKind>();
        var from = kind is OrderKind.Retry or OrderKind.Delete ? PickFrom.Finished : PickFrom.Unfinished;
        return new(Chance(70) ? Job(from) : Job(), kind);
    }

    private Act.Submit Submit() =>
        new(
            [.. Enumerable.Range(0, Chance(70) ? 1 : _random.Next(2, 5)).Select(_ => Spec())],
            Chance(15) ? _random.Next(4) : null,
            Chance(80) ? 1 : 2
        );

    private JobSpec Spec() =>
        new(_random.Next(Lanes), Sample(), Chance(50) ? 5 : _random.Next(1, 10))
        {
            Draft = Chance(10),
            Delay = Chance(75) ? TimeSpan.Zero : Time(),
            TimeToLive = Chance(60) ? null : Time(),
            RunTimeout = Chance(60) ? null : Time(),
            Retry = Chance(40)
                ? RetryPolicy.None
                : new RetryPolicy(_random.Next(1, 5), Chance(20) ? TimeSpan.Zero : Time(), Time()),
            MaxLapses = _random.Next(1, 4),
            Callback = Chance(20),
        };

    private Step.List List() =>
        new(
            Chance(50) ? Any<JobState>() : null,
            Chance(30) ? (Chance(50) ? Dialect.Native : Dialect.Broker) : null,
            Chance(30) ? _random.Next(3) : null,
            Chance(30) ? (Chance(50) ? "a" : "b") : null,
            _random.Next(1, 30),
            Chance(50) ? 30 : 20_000
        );

    private Pick Job() =>
        Job(
            _random.Next(100) switch
            {
                < 50 => PickFrom.Running,
                < 75 => PickFrom.Unfinished,
                < 90 => PickFrom.Finished,
                < 98 => PickFrom.Ever,
                _ => PickFrom.Never,
            }
        );

    // Steps are about jobs of late more often than about old ones: repeats and conflicts come soon or never.
    private Pick Job(PickFrom from) => new(from, (int)(20 * Math.Pow(_random.NextDouble(), 3)));

    private TokenPick Token() => Chance(80) ? TokenPick.Last : Any<TokenPick>();

    private SettlementKind Kind() => Chance(25) ? SettlementKind.Succeeded : Any<SettlementKind>();

    private int Sample(bool large = true) => large && Chance(1) ? Samples.Large : _random.Next(Samples.Large);

    private TimeSpan? Keep() => Chance(30) ? null : Time() * 10;

    // From microseconds to days, never a round number: two times that differ are never due at once by accident.
    private TimeSpan Time() =>
        TimeSpan.FromMicroseconds(
            _random.Next(100) switch
            {
                < 5 => _random.NextInt64(1, 1_000),
                < 20 => _random.NextInt64(1, 1_000_000),
                < 60 => _random.NextInt64(1, 60_000_000),
                < 90 => _random.NextInt64(1, 3_600_000_000),
                _ => _random.NextInt64(1, 30L * 3_600_000_000),
            }
        );

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Any<T>()
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return values[_random.Next(values.Length)];
    }
}
