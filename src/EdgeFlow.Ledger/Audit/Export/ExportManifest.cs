using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeFlow.Ledger.Audit.Signatures;

namespace EdgeFlow.Ledger.Audit.Export;

/// <summary>The last line of an export: what is in it, signed. Immutable.</summary>
/// <param name="Blocks">How many blocks.</param>
/// <param name="Events">How many events are whole.</param>
/// <param name="LeftOut">How many are only a leaf.</param>
/// <param name="Hash">SHA-256 of all lines before.</param>
/// <param name="KeyId">The short name of the key that signed.</param>
/// <param name="Signature">Over <see cref="Statement"/>.</param>
public sealed record ExportManifest(
    long Blocks, long Events, long LeftOut, byte[] Hash, string KeyId, byte[] Signature)
{
    /// <summary>The bytes that are signed.</summary>
    /// <param name="chain">The chain's id.</param>
    public byte[] Statement(Guid chain) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"edgeflow-export/1\n{chain}\n{Blocks}\n{Events}\n{LeftOut}\n{Convert.ToHexStringLower(Hash)}\n{KeyId}"));

    /// <summary>The manifest with its signature.</summary>
    internal ExportManifest Signed(Guid chain, SigningKey key) => this with { Signature = key.Sign(Statement(chain)) };

    /// <summary>The last line.</summary>
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("manifest");
        json.WriteNumber("blocks", Blocks);
        json.WriteNumber("events", Events);
        json.WriteNumber("leftOut", LeftOut);
        json.WriteString("sha256", Convert.ToHexStringLower(Hash));
        json.WriteString("key", KeyId);
        json.WriteString("signature", Convert.ToHexStringLower(Signature));
        json.WriteEndObject();
    }
}
