namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>The rule for the address of an external stage.</summary>
public static class ExternalAddress
{
    /// <summary>What would be right.</summary>
    public const string Expected =
        "an absolute address such as http://host:8080/path, https://… or dapr://app-id/method, "
        + "without user info and fragment";

    /// <summary>What is wrong with an address, in words that follow "the address"; null when nothing is.</summary>
    public static string? Problem(string address)
    {
        if (address.Length > ManifestLimits.MaxUrl || address.Any(IsOdd))
        {
            return "is too long or has characters that must be percent-encoded";
        }

        if (address.StartsWith(DaprAddress.Scheme, StringComparison.Ordinal))
        {
            return address.Contains('@') || address.Contains('#')
                ? "has user info or a fragment"
                : DaprAddress.Problem(address);
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            return "is not absolute";
        }

        if (uri.Scheme is not ("http" or "https"))
        {
            return $"has the scheme '{uri.Scheme}'";
        }

        return uri.UserInfo.Length > 0 || address.Contains('@') || uri.Fragment.Length > 0
            ? "has user info or a fragment"
            : null;
    }

    private static bool IsOdd(char c) => c is <= ' ' or > '~' or '\\' or '"' or '<' or '>';
}
