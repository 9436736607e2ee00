using Switchyard.EndToEnd.Tests.Broker;

namespace Switchyard.EndToEnd.Tests.Load;

/// <summary>A journal that overlooks a fault makes every campaign pass.</summary>
public sealed class JournalTests
{
    private readonly Journal _journal = new();
    private readonly long _nonce;

    public JournalTests()
    {
        _nonce = _journal.NextNonce();
        _journal.Acknowledge(_nonce, "id");
    }

    [Fact]
    public void Journal_TaskDoneAndReadTwice_FindsNothing()
    {
        _journal.Deliver(new PushedTask("id", LoadPayload.Pushed("id", _nonce)));
        var result = _journal.Report(_nonce);
        _journal.Read(_nonce, result);
        _journal.Read(_nonce, result);

        _journal.Problems.ShouldBeEmpty();
        _journal.Known.ShouldBe(1);
    }

    [Theory]
    [InlineData("\"twice\":1,\"twice\":2", "\"twice\":2")]
    [InlineData("[ 1,2 ]", "[1,2]")]
    [InlineData("123456789012345678901234567890.10", "1.2345678901234568e29")]
    [InlineData("\\u0000", "")]
    public void Journal_PayloadOfOtherBytes_IsAProblem(string from, string to)
    {
        var pushed = LoadPayload.Pushed("id", _nonce);
        var changed = pushed.Replace(from, to, StringComparison.Ordinal);
        changed.ShouldNotBe(pushed);

        _journal.Deliver(new PushedTask("id", changed));

        _journal.Problems.ShouldHaveSingleItem().ShouldContain("reached a worker as");
    }

    [Fact]
    public void Journal_ResultOfOtherBytes_IsAProblem()
    {
        var result = _journal.Report(_nonce);

        _journal.Read(_nonce, result.Replace("{ }", "{}", StringComparison.Ordinal));

        _journal.Problems.ShouldHaveSingleItem().ShouldContain("no worker reported");
    }

    [Fact]
    public void Journal_ResultOfAnotherTask_IsAProblem()
    {
        var other = _journal.Report(_journal.NextNonce());

        _journal.Read(_nonce, other);

        _journal.Problems.ShouldHaveSingleItem().ShouldContain("no worker reported");
    }

    [Fact]
    public void Journal_TwoResultsOfOneTask_AreAProblem()
    {
        _journal.Read(_nonce, _journal.Report(_nonce));
        _journal.Read(_nonce, _journal.Report(_nonce));

        _journal.Problems.ShouldHaveSingleItem().ShouldContain("and later");
    }

    [Fact]
    public void Journal_OneIdForTwoTasks_IsAProblem()
    {
        _journal.Acknowledge(_journal.NextNonce(), "id");

        _journal.Problems.ShouldHaveSingleItem().ShouldContain("are both id");
    }

    [Fact]
    public void Journal_TaskMadeTwice_IsAProblem()
    {
        _journal.Deliver(new PushedTask("other", LoadPayload.Pushed("other", _nonce)));

        _journal.Problems.ShouldHaveSingleItem().ShouldContain("was made once");
    }
}
