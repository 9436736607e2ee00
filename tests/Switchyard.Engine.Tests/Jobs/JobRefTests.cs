using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Tests.Jobs;

public sealed class JobRefTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(JobRef.MaxId, (1L << 58) - 1)]
    [InlineData(15, 1)]
    [InlineData(1L << 48, 1L << 57)]
    public void Uuid_OfAJob_ReadsBackAndIsVersionEight(long id, long salt)
    {
        var random = new Random(1);
        for (var i = 0; i < 1_000; i++)
        {
            var guid = JobRef.ToGuid(id, salt);
            JobRef.TryFromGuid(guid, out var found).ShouldBeTrue();
            found.ShouldBe(new JobRef(id, salt));
            guid.Version.ShouldBe(8);
            (guid.Variant & 0xC).ShouldBe(8);
            (id, salt) = (random.NextInt64(1, JobRef.MaxId + 1), random.NextInt64(1L << 58));
        }
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("00000000-0000-4000-8000-000000000001")]
    [InlineData("00000000-0000-8000-8000-000000000001")] // number 0
    [InlineData("ffffffff-ffff-8fff-bfff-ffffffffffff")] // over the largest number
    [InlineData("00000000-0000-8001-4000-000000000001")] // another variant
    public void Uuid_ThatNoJobHas_IsRefused(string text) => JobRef.TryFromGuid(Guid.Parse(text), out _).ShouldBeFalse();
}
