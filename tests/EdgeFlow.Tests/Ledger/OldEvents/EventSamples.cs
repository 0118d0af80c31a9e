using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace EdgeFlow.Tests.Ledger.OldEvents;

/// <summary>
/// The stored samples: <c>NAME.NNNN.json</c> is an event as it was written since its nnnn-th change. A sample is never
/// changed or removed. The manifest holds them to it: each line carries a hash over the file and the line before, so
/// that whoever changes an old one changes every line after it.
/// </summary>
internal static class EventSamples
{
    public static string Folder { get; } = Path.Combine(Here(), "Samples");

    public static string Manifest { get; } = Path.Combine(Folder, "manifest.txt");

    /// <summary>The samples by name, oldest first.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The stored name of a sample's event.</summary>
    public static string NameOf(string file) => file.Split('.')[0];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>The manifest's lines for files in this order.</summary>
    public static IEnumerable<string> Lines(IEnumerable<string> files)
    {
        var before = "";
        foreach (var file in files)
        {
            var text = Read(file).ReplaceLineEndings("\n");
            before = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{before}\n{file}\n{text}")));
            yield return $"{before} {file}";
        }
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
