using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance;

/// <summary>The place of one store. Disposing it removes the store.</summary>
public interface IStorageSite : IAsyncDisposable
{
    /// <summary>Opens the store, with this clock; the caller disposes it before opening it again, which is a restart.</summary>
    ValueTask<IStorage> OpenAsync(TimeProvider clock);

    /// <summary>
    /// Makes the open store's disk full, or no longer: what needs more room fails as unavailable, what fits into the
    /// room that there is may still be done.
    /// </summary>
    ValueTask FillAsync(bool full);

    /// <summary>
    /// What the store, which is closed, still has of jobs, blobs and idempotency keys: one line a kind, empty when
    /// nothing is left behind. Asked when all of them were deleted.
    /// </summary>
    ValueTask<IReadOnlyList<string>> LeftoversAsync();

    /// <summary>Puts the store, which is closed, into a state that no transition leaves.</summary>
    ValueTask PlantAsync(Damage damage);
}
