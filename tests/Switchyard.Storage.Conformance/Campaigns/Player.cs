using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Checked;
using Switchyard.Storage.Conformance.Model;
using Switchyard.Testing;

namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>Plays steps on a fresh store and on the model, and compares the two as it goes.</summary>
/// <param name="site">A new place.</param>
/// <param name="mutate">Wraps each opened store; for stores with planted bugs.</param>
internal sealed class Player(IStorageSite site, Func<IStorage, IStorage> mutate) : IAsyncDisposable
{
    private readonly ManualTime _clock = new();
    private readonly TransitionLedger _ledger = new();
    private readonly ModelStore _model = new();
    private readonly List<Lane> _lanes = [];
    private CheckedStorage? _storage;
    private int _played;
    private bool _isFull;
    private RoundMaker? _rounds;
    private NodeStart _start = new(0, default, 0, "");
    private DateTimeOffset _wallAtStart;

    private CheckedStorage Storage => _storage ?? throw new InvalidOperationException("Not open.");

    // The store's clock runs on from where it was when the node started, wherever the wall is.
    private DateTimeOffset Now => _start.At + (_clock.GetUtcNow() - _wallAtStart);

    /// <summary>Plays the steps. Whatever is thrown is a bug of the store: by which step, and what; null for none.</summary>
    public static async Task<(int Step, Exception Thrown)?> PlayAsync(
        IStorageDriver driver,
        Func<IStorage, IStorage> mutate,
        IReadOnlyList<Step> steps
    )
    {
        await using var player = new Player(await driver.CreateSiteAsync(), mutate);
        try
        {
            await player.OpenAsync();
            for (; player._played < steps.Count; player._played++)
            {
                await player.PlayAsync(steps[player._played]);
            }

            return null;
        }
        catch (Exception thrown)
        {
            return (player._played, thrown);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_storage is not null)
        {
            await _storage.DisposeAsync();
        }

        await site.DisposeAsync();
    }

    private async Task PlayAsync(Step step)
    {
        switch (step)
        {
            case Step.Commit commit:
                await CommitAsync(commit.Acts);
                break;
            case Step.Wait wait:
                _clock.Advance(wait.Time);
                break;
            case Step.WaitForDue due:
                var left = _model.Earliest() - Now - (due.JustBefore ? TimeSpan.FromMicroseconds(1) : TimeSpan.Zero);
                _clock.Advance(left > TimeSpan.Zero ? left.Value : TimeSpan.Zero);
                break;
            case Step.Restart restart:
                await CloseAsync();
                _clock.SetWallClock(_clock.GetUtcNow() + restart.WallJump);
                await OpenAsync();
                break;
            case Step.Retain retain:
                var deleted = await Storage.Maintenance.RetainAsync(retain.Keep, retain.Limit, default);
                _model.Retain(retain.Keep, retain.Limit, deleted, Now);
                break;
            case Step.List list:
                await new ModelComparison(Storage, _model).CompareListAsync(
                    new JobQuery
                    {
                        States = list.State is { } state ? new HashSet<JobState> { state } : null,
                        Dialect = list.Dialect,
                        Owner = list.Owner,
                        Type = list.Type,
                        Limit = list.Limit,
                        ScanLimit = list.Scan,
                    }
                );
                break;
            case Step.NoteCallback note:
                var id = _rounds!.Resolve(note.Job);
                await Storage.Jobs.NoteCallbackAsync(id, note.RetryAfter, default);
                _model.Jobs.GetValueOrDefault(id)?.NoteCallback(Now + note.RetryAfter);
                break;
            case Step.Fill fill:
                await FillAsync(fill.Full);
                break;
            case Step.Empty:
                await EmptyAsync();
                break;
            case Step.CompareAll:
                await new ModelComparison(Storage, _model).CompareAllAsync(Now);
                break;
        }
    }

    private async Task CommitAsync(IReadOnlyList<Act> acts)
    {
        IEnumerable<long> moved = [];
        try
        {
            var round = await _rounds!.MakeAsync(Storage, acts, _lanes, _start.Node);
            var result = await Storage.Rounds.CommitAsync(round, default);
            Expect.Same(result.At, Now, "the store's clock");
            _model.Follow(round, result);
            moved = result.Transitions.Select(move => move.JobId);
        }
        catch (StorageUnavailableException) when (_isFull)
        {
            // Nothing changed: the comparison is with the model as it was.
        }

        var comparison = new ModelComparison(Storage, _model);
        await comparison.CompareCountsAsync();
        foreach (var id in moved.Concat(_rounds!.Touched).Distinct())
        {
            await comparison.CompareJobAsync(id);
        }
    }

    private async Task EmptyAsync()
    {
        await FillAsync(full: false);
        var ids = _model.Jobs.Keys.ToList();
        foreach (var kind in new[] { OrderKind.Cancel, OrderKind.Delete })
        {
            foreach (var some in ids.Chunk(1_000))
            {
                var round = new Round();
                round.Orders.AddRange(some.Select(id => new Order(id, kind)));
                _model.Follow(round, await Storage.Rounds.CommitAsync(round, default));
            }
        }

        _clock.Advance(TimeSpan.FromDays(30));
        await Storage.Rounds.CommitAsync(new Round { SweepLimit = 10_000 }, default);
        await Storage.Maintenance.RetainAsync(default, 10_000, default);
        await CloseAsync();
        Expect.Same(string.Join(", ", await site.LeftoversAsync()), "", "what is left of deleted jobs");
        await OpenAsync();
    }

    private async Task FillAsync(bool full)
    {
        await site.FillAsync(full);
        _isFull = full;
    }

    private async Task CloseAsync()
    {
        await Storage.DisposeAsync();
        _storage = null;
        _isFull = false;
    }

    private async Task OpenAsync()
    {
        _rounds ??= new RoundMaker(_model);
        _storage = new CheckedStorage(mutate(await site.OpenAsync(_clock)), _ledger);
        _start = await Storage.Nodes.StartAsync(default);
        _wallAtStart = _clock.GetUtcNow();
        Expect.That(_start.At >= _wallAtStart, "the store's clock is behind the wall");
        _model.StartNode(_start);
        await InternAsync();
    }

    // Two doors and three owners of two types, one of them with tags: five routes' worth of lanes share four.
    private async Task InternAsync()
    {
        var before = _lanes.ToList();
        _lanes.Clear();
        for (var n = 0; n < StepGenerator.Lanes; n++)
        {
            var (dialect, type) = (n < 3 ? Dialect.Native : Dialect.Broker, n % 2 == 0 ? "a" : "b");
            var lane = await Storage.Lanes.InternAsync(dialect, n % 3, type, n > 3 ? ["gpu"] : [], default);
            _lanes.Add(lane.ShouldNotBeNull());
        }

        foreach (var (old, lane) in before.Zip(_lanes))
        {
            Expect.Same(lane.Route.Id, old.Route.Id, "the route's id after a restart");
            var hasJobs = _model.Jobs.Values.Any(job => job.Made.Lane.Id == old.Id);
            Expect.That(lane.Id == old.Id || !hasJobs, "a lane with jobs keeps its id");
        }
    }
}
