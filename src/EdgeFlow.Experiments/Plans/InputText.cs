using System.Text;
using EdgeFlow.Domain.Documents;

namespace EdgeFlow.Experiments.Plans;

/// <summary>Files that a user names, as texts and as what is wrong with them.</summary>
internal static class InputText
{
    /// <summary>How large a network or a list of jobs may be.</summary>
    public static DocumentBounds Bounds { get; } = new(64 << 20, 4_000_000);

    /// <summary>A file's text.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is not there, cannot be read, or is larger than
    /// <see cref="Bounds"/>.</exception>
    public static string Of(string path) => Encoding.UTF8.GetString(Bytes(path, Bounds.MaxBytes).Span);

    /// <summary>A file's bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Most bytes that are read.</param>
    /// <exception cref="InputException">It is not there, cannot be read, or is too large.</exception>
    public static ReadOnlyMemory<byte> Bytes(string path, int most)
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"{path} is a folder; name a file.");
        }

        try
        {
            using var file = File.OpenRead(path);
            return Bytes(path, file, most);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: there is no such file.", missing);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            throw new InputException($"{path} cannot be read: {wrong.Message}", wrong);
        }
    }

    /// <summary>What is wrong with a file, for people.</summary>
    /// <param name="path">The file.</param>
    /// <param name="errors">What is wrong, at least one thing.</param>
    public static string Words(string path, IReadOnlyList<ManifestError> errors) => string.Join('\n', errors
        .Select(e => $"  line {e.Line}, column {e.Column}: {(e.Pointer.Length > 0 ? $"{e.Pointer}: " : "")}"
            + $"{e.Problem}\n    expected: {e.Expected}")
        .Prepend($"{path}: {(errors.Count == 1 ? "one thing is" : $"{errors.Count} things are")} wrong."));

    // Not by its length: a pipe has none, and a device has no end.
    private static ReadOnlyMemory<byte> Bytes(string path, FileStream file, int most)
    {
        var bytes = new MemoryStream();
        var block = new byte[1 << 16];
        while (file.Read(block) is > 0 and var read)
        {
            bytes.Write(block.AsSpan(0, read));
            if (bytes.Length > most)
            {
                throw new InputException($"{path}: at most {most >> 20} MiB are read.");
            }
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
