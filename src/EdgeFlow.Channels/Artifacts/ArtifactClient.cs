using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using EdgeFlow.Channels.Direct;

namespace EdgeFlow.Channels.Artifacts;

/// <summary>
/// Fetches artifacts from other nodes and checks that they are what their hash says. Safe for concurrent use.
/// </summary>
/// <param name="http">Made by <see cref="DirectHttp.Client"/>.</param>
/// <param name="time">The clock.</param>
public sealed class ArtifactClient(HttpMessageInvoker http, TimeProvider time)
{
    /// <summary>Most tries at one artifact; then its producer is taken for lost.</summary>
    public const int Attempts = 5;

    /// <summary>Longest silence of the other side within one try.</summary>
    public static readonly TimeSpan SilenceTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Fetches an artifact into a file, replacing it.</summary>
    /// <param name="address">Base address of the node that has it.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="bytes">Its size; more is not read.</param>
    /// <param name="bitsPerSecond">What to shape to; 0 for no shaping.</param>
    /// <param name="file">Where to write it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ArtifactException">It cannot be had; the message says why the last try failed.</exception>
    public async Task Fetch(
        string address, string hash, long bytes, long bitsPerSecond, string file, CancellationToken cancel)
    {
        if (!ArtifactHash.IsValid(hash))
        {
            throw new ArtifactException($"'{hash}' is not the hash of an artifact.");
        }

        var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"{address.TrimEnd('/')}/artifacts/{hash}"));
        var shaper = bitsPerSecond > 0 ? new TokenBucket(bitsPerSecond, time) : null;
        var backoff = new Backoff(RetryDelay, MaxRetryDelay);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryFetch(url, hash, bytes, shaper, file, cancel).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
            {
                if (attempt == Attempts)
                {
                    throw new ArtifactException($"{url} could not be had in {Attempts} tries: {e.Message}", e);
                }
            }

            await Task.Delay(backoff.Next(), time, cancel).ConfigureAwait(false);
        }
    }

    private async Task TryFetch(
        Uri url, string hash, long bytes, TokenBucket? shaper, string file, CancellationToken cancel)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(SilenceTimeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using var response = await http.SendAsync(request, silence.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                throw new ArtifactException($"{url} is not there.");
            }

            response.EnsureSuccessStatusCode();
            var source = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            var target = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1, useAsync: true);
            await using var closing = target.ConfigureAwait(false);
            await Copy(source, target, url, hash, bytes, shaper, silence, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"{url} was silent for {SilenceTimeout.TotalSeconds} s.");
        }
    }

    private static async Task Copy(
        Stream source, Stream target, Uri url, string hash, long bytes, TokenBucket? shaper,
        CancellationTokenSource silence, CancellationToken cancel)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[TokenBucket.Piece];
        for (long left = bytes; ;)
        {
            var read = await source.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
            left -= read;
            if (read == 0 || left < 0)
            {
                break;
            }

            silence.CancelAfter(Timeout.InfiniteTimeSpan);
            sha.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancel).ConfigureAwait(false);
            await (shaper?.Take(read, cancel) ?? Task.CompletedTask).ConfigureAwait(false);
            silence.CancelAfter(SilenceTimeout);
        }

        var actual = Convert.ToHexStringLower(sha.GetHashAndReset());
        if (actual != hash)
        {
            throw new IOException($"{url} is not what its hash says: got {target.Length} of {bytes} bytes, {actual}.");
        }
    }
}
