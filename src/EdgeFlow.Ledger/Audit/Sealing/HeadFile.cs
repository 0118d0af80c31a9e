using System.Text.Json;
using EdgeFlow.Ledger.Audit.Signatures;

namespace EdgeFlow.Ledger.Audit.Sealing;

/// <summary>
/// The last head of each tenant that this control plane has seen sealed, beside its key: who can change the database
/// can remove its last blocks, but not what is noted here. Used by one sealer at a time.
/// </summary>
internal sealed class HeadFile
{
    private const int MaxBytes = 64 * 1024 * 1024;
    private readonly string file;
    private readonly SortedDictionary<string, NotedHead> heads;

    private HeadFile(string file, SortedDictionary<string, NotedHead> heads) => (this.file, this.heads) = (file, heads);

    /// <summary>What is noted, by tenant.</summary>
    public IReadOnlyDictionary<string, NotedHead> Heads => heads;

    /// <summary>Reads what is noted.</summary>
    /// <exception cref="InvalidDataException">The file is there and is not ours.</exception>
    public static HeadFile Open(string folder)
    {
        var file = Path.Combine(folder, "heads.json");
        var none = new SortedDictionary<string, NotedHead>(StringComparer.Ordinal);
        if (!File.Exists(file))
        {
            return new HeadFile(file, none);
        }

        try
        {
            var text = new FileInfo(file).Length <= MaxBytes
                ? File.ReadAllText(file)
                : throw new JsonException($"it is longer than {MaxBytes} bytes");
            var read = JsonSerializer.Deserialize<Dictionary<string, NotedHead>>(text)
                ?? throw new JsonException("it holds null");
            foreach (var (tenant, head) in read)
            {
                none[tenant] = head;
            }

            return new HeadFile(file, none);
        }
        catch (JsonException cause)
        {
            throw new InvalidDataException($"'{file}' is no list of heads: {cause.Message}", cause);
        }
    }

    /// <summary>Notes heads, durably.</summary>
    public void Note(IEnumerable<Chain.Block> sealedNow)
    {
        foreach (var block in sealedNow)
        {
            heads[block.Tenant] = new NotedHead(block.Number, Convert.ToHexStringLower(block.Head));
        }

        KeyFolder.WritePrivate(file, JsonSerializer.Serialize(heads));
    }

    /// <summary>A head.</summary>
    /// <param name="Number">The block's number.</param>
    /// <param name="Head">Its head in hex.</param>
    internal sealed record NotedHead(long Number, string Head);
}
