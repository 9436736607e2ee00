using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Model;

namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>Makes a round of acts: says which jobs, leases and lanes they mean as things stand.</summary>
internal sealed class RoundMaker(ModelStore model)
{
    private const long NoSuchJob = 1L << 52;
    private long _salt;

    /// <summary>The jobs that the round is about, as far as they are there already.</summary>
    public HashSet<long> Touched { get; } = [];

    public async Task<Round> MakeAsync(IStorage storage, IReadOnlyList<Act> acts, IReadOnlyList<Lane> lanes, long node)
    {
        Touched.Clear();
        var round = new Round();
        foreach (var act in acts)
        {
            switch (act)
            {
                case Act.Settle settle:
                    round.Settlements.Add(Settle(settle, await ContentAsync(storage, settle.Sample)));
                    break;
                case Act.Renew renew:
                    round.Renewals.Add(Renew(renew));
                    break;
                case Act.Command command:
                    round.Orders.Add(new Order(Resolve(command.Job), command.Kind));
                    break;
                case Act.Submit submit:
                    round.Submissions.Add(await SubmitAsync(storage, submit, lanes));
                    break;
                case Act.Sweep sweep:
                    round.SweepLimit = sweep.Limit;
                    break;
                case Act.Claim claim:
                    round.Claims.Add(Claim(claim, lanes, node));
                    break;
            }
        }

        return round;
    }

    public long Resolve(Pick pick)
    {
        var among = pick.From switch
        {
            PickFrom.Running => Ids(job => job.State == JobState.Running),
            PickFrom.Unfinished => Ids(job => !job.State.IsFinished()),
            PickFrom.Finished => Ids(job => job.State.IsFinished()),
            PickFrom.Ever => model.Made,
            _ => [],
        };
        var id = among.Count == 0 ? NoSuchJob : among[^(1 + (pick.Back % among.Count))];
        Touched.Add(id);
        return id;

        List<long> Ids(Func<ModelJob, bool> filter) => [.. model.Jobs.Values.Where(filter).Select(job => job.Id)];
    }

    private (long Id, long Token) Resolve(Pick pick, TokenPick which)
    {
        var id = Resolve(pick);
        var tokens = model.Tokens.GetValueOrDefault(id, [model.LastToken + 1]);
        return (
            id,
            which switch
            {
                TokenPick.Last => tokens[^1],
                TokenPick.First => tokens[0],
                _ => model.LastToken + 1_000,
            }
        );
    }

    private Settlement Settle(Act.Settle settle, Content content)
    {
        var (id, token) = Resolve(settle.Job, settle.Token);
        return settle.Kind switch
        {
            SettlementKind.Succeeded => Settlement.Succeeded(id, token, content),
            SettlementKind.Failed => Settlement.Failed(id, token, "failed \0", content, settle.Jitter),
            SettlementKind.FailedForGood => Settlement.FailedForGood(id, token, "for good ü", content),
            SettlementKind.Released => Settlement.Released(id, token),
            SettlementKind.Paused => Settlement.Paused(id, token, content),
            _ => Settlement.Lost(id, token),
        };
    }

    private Renewal Renew(Act.Renew renew)
    {
        var (id, token) = Resolve(renew.Job, renew.Token);
        var progress = renew.Sample is { } sample ? Samples.Get(sample) : default(ReadOnlyMemory<byte>?);
        return new Renewal(id, token, renew.LeaseTime, renew.Reported, progress);
    }

    private async Task<Submission> SubmitAsync(IStorage storage, Act.Submit submit, IReadOnlyList<Lane> lanes)
    {
        var jobs = new List<NewJob>();
        foreach (var spec in submit.Jobs)
        {
            jobs.Add(
                new NewJob
                {
                    Lane = lanes[spec.Lane],
                    Salt = ++_salt,
                    Payload = await ContentAsync(storage, spec.Sample),
                    Metadata = spec.Sample == Samples.Large ? default : Samples.Get(spec.Sample),
                    Priority = spec.Priority,
                    Draft = spec.Draft,
                    Delay = spec.Delay,
                    TimeToLive = spec.TimeToLive,
                    RunTimeout = spec.RunTimeout,
                    Retry = spec.Retry,
                    MaxLapses = spec.MaxLapses,
                    CallbackUrl = spec.Callback ? "http://localhost:9/" : null,
                }
            );
        }

        var fingerprint = new byte[32];
        fingerprint[0] = (byte)submit.Fingerprint;
        return new Submission(jobs, submit.Name is { } n ? new Idempotency(n % 2, $"key {n / 2}", fingerprint) : null);
    }

    private static Claim Claim(Act.Claim claim, IReadOnlyList<Lane> lanes, long node) =>
        new(
            [.. lanes.Where((_, n) => (claim.Lanes & (1 << n)) != 0).Select(lane => lane.Route.Id).Distinct()],
            [
                .. Enumerable
                    .Range(0, claim.Slots)
                    .Select(n => new ClaimSlot($"worker {n}", claim.OutlivesNode ? 0 : node, 100 + n)),
            ],
            claim.LeaseTime
        );

    private async Task<Content> ContentAsync(IStorage storage, int sample)
    {
        var bytes = Samples.Get(sample);
        if (bytes.Length <= Content.InlineLimit)
        {
            return new Content(bytes);
        }

        var blob = await storage.Blobs.WriteAsync(bytes, default);
        model.Blobs[blob] = bytes;
        return new Content(default, blob);
    }
}
