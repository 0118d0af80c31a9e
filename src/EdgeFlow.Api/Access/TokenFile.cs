using System.Text;
using EdgeFlow.Control.Access;

namespace EdgeFlow.Api.Access;

/// <summary>
/// Reads a file of tokens: a line a token, <c>TOKEN ROLE TENANT ACTOR</c> separated by spaces, where TOKEN is
/// <c>sha256:</c> and 64 hex digits or the token itself, and TENANT is <c>*</c> for an operator, a node or a reader of
/// all tenants. Empty lines and lines that begin with <c>#</c> are skipped. Pure but for <see cref="Load"/>.
/// </summary>
public static class TokenFile
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Most tokens.</summary>
    public const int MaxTokens = 1_000;

    /// <summary>Shortest token that may stand in the file as it is, in characters.</summary>
    public const int MinToken = 16;

    /// <summary>Longest name of an actor, in characters.</summary>
    public const int MaxActor = 100;

    private const string All = "*";
    private const int Columns = 4;
    private const UnixFileMode OthersMay = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The bytes of a file that only its owner may read.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TokenFileException">It is not there, too large, or others may read it.</exception>
    public static byte[] Load(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & OthersMay) != 0)
            {
                throw new TokenFileException($"{path}: others may read it; run: chmod 600 {path}");
            }

            if (file.Length > MaxBytes)
            {
                throw new TokenFileException($"{path}: has {file.Length} bytes; at most {MaxBytes} are read.");
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new TokenFileException($"{path}: {cause.Message}", cause);
        }
    }

    /// <summary>The tokens of a file.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="bytes">What it holds.</param>
    /// <exception cref="TokenFileException">A line is wrong; the message names it, and never a token.</exception>
    public static IReadOnlyList<TokenEntry> Read(string path, ReadOnlySpan<byte> bytes)
    {
        var entries = new List<TokenEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            number++;
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            var entry = Entry(text, out var wrong);
            if (entry is null || !seen.Add(Convert.ToHexString(entry.Hash)))
            {
                throw new TokenFileException($"{path}:{number}: {wrong ?? "the token is there twice."}");
            }

            entries.Add(entry);
            if (entries.Count > MaxTokens)
            {
                throw new TokenFileException($"{path}:{number}: at most {MaxTokens} tokens are kept.");
            }
        }

        return entries;
    }

    /// <summary>The line of a token, with its hash instead of it.</summary>
    /// <param name="entry">The token.</param>
    public static string Line(TokenEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var (actor, role, tenant) = entry.Caller;
        return $"{TokenHash.Prefix}{Convert.ToHexStringLower(entry.Hash)} {role.ToString().ToLowerInvariant()} "
            + $"{(tenant is null ? All : TenantNames.Shown(tenant))} {actor}";
    }

    /// <summary>The caller of three columns; null with what is wrong.</summary>
    /// <param name="role">operator, user, reader or node.</param>
    /// <param name="tenant">A tenant's name, or <c>*</c>.</param>
    /// <param name="actor">Its name.</param>
    /// <param name="wrong">What is wrong; null when nothing is.</param>
    public static Caller? CallerOf(string role, string tenant, string actor, out string? wrong)
    {
        wrong = null;
        var known = Enum.GetValues<CallerRole>().Where(r => r.ToString().ToLowerInvariant() == role).ToList();
        if (known is not [var its])
        {
            wrong = "the role must be operator, user, reader or node.";
        }
        else if (actor.Length is 0 or > MaxActor || !actor.All(IsActors))
        {
            wrong = $"the actor must be 1 to {MaxActor} of letters, digits and . _ @ / : + -";
        }
        else if (tenant != All && !TenantNames.IsValid(tenant))
        {
            wrong = "the tenant must be 1 to 63 of a-z, 0-9 and '-', or * for all.";
        }
        else if (tenant == All && its == CallerRole.User)
        {
            wrong = "a user belongs to one tenant; only operators, readers and nodes have *.";
        }
        else if (tenant != All && its is CallerRole.Operator or CallerRole.Node)
        {
            wrong = "operators and nodes serve all tenants: their tenant is *.";
        }
        else
        {
            return new Caller(actor, its, tenant == All ? null : TenantNames.Stored(tenant));
        }

        return null;
    }

    private static TokenEntry? Entry(string line, out string? wrong)
    {
        var columns = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (columns.Length != Columns)
        {
            wrong = $"has {columns.Length} columns; TOKEN ROLE TENANT ACTOR are expected.";
            return null;
        }

        return CallerOf(columns[1], columns[2], columns[3], out wrong) is { } caller
            && HashOf(columns[0], out wrong) is { } hash
            ? new TokenEntry(hash, caller)
            : null;
    }

    private static byte[]? HashOf(string token, out string? wrong)
    {
        wrong = null;
        if (!token.StartsWith(TokenHash.Prefix, StringComparison.Ordinal))
        {
            wrong = token.Length < MinToken ? $"the token has less than {MinToken} characters." : null;
            return wrong is null ? TokenHash.Of(token) : null;
        }

        var hex = token[TokenHash.Prefix.Length..];
        if (hex.Length == 64 && hex.All(char.IsAsciiHexDigit))
        {
            return Convert.FromHexString(hex);
        }

        wrong = $"{TokenHash.Prefix} must be followed by 64 hex digits.";
        return null;
    }

    private static bool IsActors(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '@' or '/' or ':' or '+'
        or '-';
}
