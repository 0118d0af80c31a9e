using EdgeFlow.Ledger.Audit.Signatures;
using EdgeFlow.Protocol.Audit;

namespace EdgeFlow.Ledger.Audit.Export;

/// <summary>
/// Checks an exported file without a database: every hash is computed again, every signature checked. The file is taken
/// as hostile: it is streamed, with limits, and nothing of it is believed but what a key vouches for. Thread safe.
/// </summary>
public sealed class ExportVerifier(TimeProvider time)
{
    /// <summary>The most keys a file may name.</summary>
    public const int MaxKeys = 10_000;

    /// <summary>Checks a file.</summary>
    /// <param name="file">The file, read once from its place on.</param>
    /// <param name="trusted">A public key that the caller has from elsewhere; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ExportException">The file cannot be read to its end.</exception>
    /// <exception cref="PlatformNotSupportedException">OpenSSL is not there.</exception>
    public async Task<AuditFileReport> Verify(
        Stream file, ReadOnlyMemory<byte>? trusted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var started = time.GetTimestamp();
        using var lines = new LineReader(file);
        var run = await Begin(lines, cancellationToken).ConfigureAwait(false);
        while (run.Manifest is null)
        {
            var text = await lines.Next(cancellationToken).ConfigureAwait(false)
                ?? throw new ExportException(lines.Line + 1, "the manifest is missing: the file was cut off");
            using var document = LineFields.Parse(text, lines.Line);
            run.Take(new LineFields(document.RootElement, lines.Line), lines.Line, lines.HashBefore);
        }

        if (await lines.Next(cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new ExportException(lines.Line, "follows the manifest: something was added to the file");
        }

        return run.Report(trusted, lines, time.GetElapsedTime(started).TotalMilliseconds);
    }

    private static async Task<ExportRun> Begin(LineReader lines, CancellationToken cancellationToken)
    {
        var text = await lines.Next(cancellationToken).ConfigureAwait(false)
            ?? throw new ExportException(1, "the file is empty");
        using var document = LineFields.Parse(text, lines.Line);
        var fields = new LineFields(document.RootElement, lines.Line);
        if (fields.Text("format") is var format && format != ExportLines.Format)
        {
            throw new ExportException(
                1, $"'format' must be {ExportLines.Format}: this is no audit export, or one of a newer EdgeFlow");
        }

        var keys = fields.Objects("keys", MaxKeys).Select(key => new PublishedKey(
            (int)Math.Min(key.Number("ordinal", 1), int.MaxValue), key.Text("id"),
            key.Hex("publicKey", Ed25519.PublicKeyBytes), key.Time("createdAt"),
            key.OptionalText("endorsement") is null ? null : key.Hex("endorsement", Ed25519.SignatureBytes)));
        var isFiltered = new[] { "since", "until", "stream" }.Any(name => fields.OptionalText(name) is not null);
        return new ExportRun(new KeyChain(fields.Id("chain"), keys), fields.Text("tenant"), isFiltered);
    }
}
