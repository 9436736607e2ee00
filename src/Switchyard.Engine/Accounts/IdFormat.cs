namespace Switchyard.Engine.Accounts;

/// <summary>The form in which a dialect with uuid strings gives ids to a key's clients. The numbers are stored.</summary>
public enum IdFormat : byte
{
    /// <summary>A uuid string.</summary>
    Uuid = 0,

    /// <summary>A JSON number.</summary>
    Int = 1,
}
