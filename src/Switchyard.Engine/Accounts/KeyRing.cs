using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Accounts;

/// <summary>All keys in memory: recognising one does no I/O.</summary>
internal sealed class KeyRing(IKeyStore store) : IKeys, IDisposable
{
    /// <summary>The name of the key that the operator gave, or that the first start made.</summary>
    internal const string AdminName = "bootstrap";

    /// <summary>What generated keys begin with, so that secret scanners know them.</summary>
    internal const string Prefix = "syk_";

    private const int MaxPresented = 512;
    private const int SecretBytes = 32;

    private readonly SemaphoreSlim changing = new(1);
    private Dictionary<int, (ApiKey Key, Caller Caller)[]> byHash = [];
    private IReadOnlyList<ApiKey> all = [];

    /// <summary>A key was removed, by its id: whoever is connected with it is to go.</summary>
    public event Action<long>? Removed;

    /// <summary>Reads all keys; once, before the first request.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellation) => Use(await store.ListAsync(cancellation));

    /// <inheritdoc/>
    public async ValueTask<CreatedKey> CreateAsync(KeyRequest request, Actor by, CancellationToken cancellation)
    {
        var secret = Generate();
        return new CreatedKey(await AddAsync(request, secret, by, cancellation), secret);
    }

    /// <inheritdoc/>
    public async ValueTask<string?> EnsureAdminAsync(string? given, CancellationToken cancellation)
    {
        if (given is null ? all.Count > 0 : Authenticate(given) is { Sees: null })
        {
            return null;
        }

        // Those before go last: what fails in between leaves one too many, never none.
        var earlier = all.Where(key => key.Key is { Name: AdminName, Scopes: ApiScopes.Admin }).ToList();
        var secret = given ?? Generate();
        await AddAsync(new KeyRequest(AdminName, ApiScopes.Admin), secret, Actor.Node, cancellation);
        foreach (var key in earlier)
        {
            await DeleteAsync(key.Id, Actor.Node, cancellation);
        }

        return given is null ? secret : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ApiKey> List() => all;

    /// <inheritdoc/>
    public bool IsKnown(Caller caller) => caller.Owner == 0 || all.Any(key => key.Id == caller.Owner);

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(long id, Actor by, CancellationToken cancellation)
    {
        bool removed;
        await changing.WaitAsync(cancellation);
        try
        {
            var name = all.FirstOrDefault(key => key.Id == id)?.Key.Name;
            removed = await store.DeleteAsync(id, by.Does(AuditActions.KeyDelete, $"key {id}", name), cancellation);
            Use([.. all.Where(key => key.Id != id)]);
        }
        finally
        {
            changing.Release();
        }

        Removed?.Invoke(id);
        return removed;
    }

    /// <inheritdoc/>
    public Caller? Authenticate(ReadOnlySpan<char> presented)
    {
        if (presented.IsEmpty || presented.Length > MaxPresented)
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        HashOf(presented, hash);

        // The bucket is found by bits of the hash, which a caller cannot steer; within it the compare takes constant time.
        Caller? caller = null;
        foreach (var (key, its) in byHash.GetValueOrDefault(BucketOf(hash)) ?? [])
        {
            if (CryptographicOperations.FixedTimeEquals(hash, key.Key.Hash.Span))
            {
                caller = its;
            }
        }

        return caller;
    }

    /// <inheritdoc/>
    public void Dispose() => changing.Dispose();

    private static string Generate() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    private static void HashOf(ReadOnlySpan<char> secret, Span<byte> hash)
    {
        Span<byte> utf8 = stackalloc byte[MaxPresented * 3];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(secret, utf8)], hash);
    }

    private static int BucketOf(ReadOnlySpan<byte> hash) => BitConverter.ToInt32(hash);

    private async ValueTask<ApiKey> AddAsync(
        KeyRequest request,
        string secret,
        Actor by,
        CancellationToken cancellation
    )
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        HashOf(secret, hash);
        var key = new NewApiKey(
            request.Name,
            request.Scopes,
            request.IdFormat,
            hash,
            request.MaxQueued,
            request.MaxPerMinute
        );
        var act = by.Does(AuditActions.KeyCreate, "", $"{request.Name}: {request.Scopes}");
        await changing.WaitAsync(cancellation);
        try
        {
            var id = await store.AddAsync(key, act, cancellation);

            // Read back: the store says when it was made.
            Use(await store.ListAsync(cancellation));
            return all.First(added => added.Id == id);
        }
        finally
        {
            changing.Release();
        }
    }

    private void Use(IReadOnlyList<ApiKey> keys)
    {
        all = keys;
        byHash = keys.GroupBy(key => BucketOf(key.Key.Hash.Span))
            .ToDictionary(
                bucket => bucket.Key,
                bucket =>
                    bucket
                        .Select(key =>
                            (
                                key,
                                new Caller(
                                    key.Id,
                                    key.Key.Scopes,
                                    key.Key.IdFormat,
                                    key.Key.MaxQueued,
                                    key.Key.MaxPerMinute,
                                    key.Key.Name
                                )
                            )
                        )
                        .ToArray()
            );
    }
}
