namespace EdgeFlow.Ledger.Audit.Signatures;

/// <summary>
/// Where a control plane keeps the private key of a chain: one file <c>KEY.pem</c> that only its owner may read, in a
/// folder of that kind. One process uses it at a time.
/// </summary>
/// <param name="path">The folder; made when the first key is.</param>
public sealed class KeyFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The private key of a published one; null when it is not here.</summary>
    /// <param name="id">The key's short name.</param>
    /// <exception cref="InvalidDataException">The file is there and holds no such key.</exception>
    public SigningKey? Find(string id)
    {
        var file = FileOf(id);
        if (!File.Exists(file))
        {
            return null;
        }

        var bytes = new FileInfo(file).Length <= KeyText.MaxLength ? KeyText.ReadPrivate(File.ReadAllText(file)) : null;
        var key = bytes is null ? null : new SigningKey(bytes);
        return key?.Id == id
            ? key
            : throw new InvalidDataException($"'{file}' does not hold the private key {id}.");
    }

    /// <summary>Keeps a private key.</summary>
    public void Keep(SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        MakePrivate(Path);
        WritePrivate(FileOf(key.Id), key.ToPem());
    }

    /// <summary>Removes a private key: who gets at the folder later cannot sign as it.</summary>
    /// <param name="id">The key's short name.</param>
    public void Destroy(string id) => File.Delete(FileOf(id));

    /// <summary>Writes a small file that only its owner may read, whole or not at all.</summary>
    internal static void WritePrivate(string file, string text)
    {
        var partial = file + ".part";
        File.Delete(partial);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(partial, options))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(text);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, file, overwrite: true);
    }

    /// <summary>Makes a folder that only its owner may enter.</summary>
    internal static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnersFolder);
        }
    }

    private string FileOf(string id) => System.IO.Path.Combine(Path, id + ".pem");
}
