using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Dispatch;

public sealed class OtherNodeTests
{
    [Fact]
    public async Task Order_JobsLaneCameByAnotherNode_IsCarriedOut()
    {
        await using var test = await EngineUnderTest.StartSharedAsync();
        await using var other = await test.JoinAsync();
        var job = await test.SubmitAsync();

        (await other.OrderAsync(job, OrderKind.Cancel)).ShouldBe(OrderAnswer.Done);

        other.Engine.Fatal.IsCompleted.ShouldBeFalse();
        (await other.StateAsync(job)).ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task Retention_JobsLaneCameByAnotherNode_DeletesTheJob()
    {
        var options = new EngineOptions { Retention = new(null, null, TimeSpan.FromMinutes(1)) };
        await using var test = await EngineUnderTest.StartSharedAsync(options);
        await using var other = await test.JoinAsync();
        var job = await test.SubmitAsync();
        await test.OrderAsync(job, OrderKind.Cancel);

        await Eventually.HoldsAsync(
            "the job is deleted",
            async () =>
            {
                await other.AdvanceAsync(TimeSpan.FromSeconds(10));
                return await other.Jobs.GetAsync(job, null, default) is null;
            }
        );
        await other.SubmitAsync();
    }
}
