namespace Switchyard.Engine.Events;

/// <summary>A place in the stream of events. Printed <c>epoch-position</c>.</summary>
/// <param name="Epoch">The node number: another one after every start.</param>
/// <param name="Position">Events before this place.</param>
public readonly record struct EventCursor(long Epoch, long Position)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Epoch}-{Position}";

    /// <summary>Reads what <see cref="ToString"/> prints.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out EventCursor cursor)
    {
        var dash = text.IndexOf('-');
        cursor = default;
        if (
            dash < 1
            || !long.TryParse(text[..dash], System.Globalization.NumberStyles.None, null, out var epoch)
            || !long.TryParse(text[(dash + 1)..], System.Globalization.NumberStyles.None, null, out var position)
        )
        {
            return false;
        }

        cursor = new EventCursor(epoch, position);
        return true;
    }
}
