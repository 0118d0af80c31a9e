using System.Security.Cryptography;
using EdgeFlow.Control.Access;
using EdgeFlow.Control.Commands;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Api.Access;

/// <summary>
/// Who stands behind a token. A file of tokens is read again when it has changed: looked at with a request, at most
/// once <see cref="LookEvery"/>. A change that cannot be used is logged, and the tokens before it stay. Only hashes are
/// in memory. Thread safe.
/// </summary>
internal sealed partial class TokenBook
{
    /// <summary>How often the file is looked at.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock looking = new();
    private readonly TokenEntry[] own;
    private readonly string? path;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private volatile TokenEntry[] entries;
    private byte[] read = [];
    private string? complaint;
    private long lookedAt;

    /// <summary>Reads the tokens.</summary>
    /// <param name="token">The operator's token; null or empty for none.</param>
    /// <param name="path">The file of tokens; null for none. Without either, everybody is the operator.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where changes are told.</param>
    /// <exception cref="TokenFileException">The file cannot be used.</exception>
    public TokenBook(string? token, string? path, TimeProvider time, ILogger<TokenBook> log)
    {
        this.path = path;
        this.time = time;
        this.log = log;
        own = string.IsNullOrEmpty(token) ? [] : [new TokenEntry(TokenHash.Of(token), Anybody)];
        entries = path is null ? own : Read(TokenFile.Load(path));
        lookedAt = time.GetTimestamp();
    }

    /// <summary>Who asks where no tokens are asked for, and with the operator's token.</summary>
    public static Caller Anybody { get; } = Caller.OfOperator(Actors.Operator);

    /// <summary>Whether callers are asked for tokens at all.</summary>
    public bool AreAsked => path is not null || own.Length > 0;

    /// <summary>Who stands behind a token; null for nobody.</summary>
    /// <param name="token">As sent; empty for none.</param>
    public Caller? Find(string token)
    {
        if (!AreAsked)
        {
            return Anybody;
        }

        Look();
        var hash = TokenHash.Of(token);
        Caller? found = null;
        foreach (var entry in entries)
        {
            // Every hash is compared whole, so that the time taken tells neither which one nor how much of it fits.
            found = CryptographicOperations.FixedTimeEquals(hash, entry.Hash) ? entry.Caller : found;
        }

        return found;
    }

    private void Look()
    {
        if (path is null || time.GetElapsedTime(Interlocked.Read(ref lookedAt)) < LookEvery)
        {
            return;
        }

        lock (looking)
        {
            if (time.GetElapsedTime(Interlocked.Read(ref lookedAt)) < LookEvery)
            {
                return;
            }

            Interlocked.Exchange(ref lookedAt, time.GetTimestamp());
            try
            {
                var bytes = TokenFile.Load(path);
                if (!SHA256.HashData(bytes).AsSpan().SequenceEqual(read))
                {
                    entries = Read(bytes);
                    LogRead(path, entries.Length);
                }

                complaint = null;
            }
            catch (TokenFileException wrong)
            {
                if (complaint != wrong.Message)
                {
                    LogKept(wrong.Message);
                }

                complaint = wrong.Message;
            }
        }
    }

    private TokenEntry[] Read(byte[] bytes)
    {
        TokenEntry[] now = [.. own, .. TokenFile.Read(path!, bytes)];
        read = SHA256.HashData(bytes);
        return now;
    }

    [LoggerMessage(LogLevel.Information, "{Path} has changed: {Count} tokens.")]
    private partial void LogRead(string path, int count);

    [LoggerMessage(LogLevel.Error, "{Complaint} The tokens before this change stay in force.")]
    private partial void LogKept(string complaint);
}
