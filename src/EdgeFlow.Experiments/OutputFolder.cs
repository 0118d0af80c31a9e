namespace EdgeFlow.Experiments;

/// <summary>Writes results where a user wants them. Stateless.</summary>
internal static class OutputFolder
{
    /// <summary>Writes files into a folder, which is made if it is not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="files">Names and contents; files of these names are overwritten.</param>
    /// <exception cref="InputException">It cannot be written to.</exception>
    public static void Write(string folder, params IEnumerable<(string Name, byte[] Bytes)> files)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, bytes) in files)
            {
                File.WriteAllBytes(Path.Combine(folder, name), bytes);
            }
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            throw new InputException($"--out {folder} cannot be written to: {wrong.Message}", wrong);
        }
    }
}
