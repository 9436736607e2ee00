using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Model;

/// <summary>A round's transitions, checked off one by one.</summary>
internal sealed class ExpectedMoves(IReadOnlyList<Transition> actual)
{
    private int _next;

    public int Left => actual.Count - _next;

    public Transition Peek() => actual[_next];

    public void Next(Transition expected)
    {
        Expect.That(Left > 0, $"the round left out {expected}");
        Expect.Same(actual[_next++], expected, "transition");
    }
}
