namespace Switchyard.Storage.Conformance;

/// <summary>
/// A driver under test: what its test project supplies, and all that the suite knows of it. The project enters each
/// class of the suite by a line of its own; <see cref="ConformanceSuite.Missing"/> names those that it forgot.
/// </summary>
public interface IStorageDriver
{
    /// <summary>A place for one new, empty store, which nothing else touches.</summary>
    ValueTask<IStorageSite> CreateSiteAsync();
}
