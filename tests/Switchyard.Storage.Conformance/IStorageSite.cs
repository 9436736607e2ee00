using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance;

/// <summary>The place of one store. Disposing it removes the store.</summary>
public interface IStorageSite : IAsyncDisposable
{
    /// <summary>Opens the store, with this clock; the caller disposes it before opening it again, which is a restart.</summary>
    ValueTask<IStorage> OpenAsync(TimeProvider clock);

    /// <summary>Puts the store, which is closed, into a state that no transition leaves.</summary>
    ValueTask PlantAsync(Damage damage);
}
