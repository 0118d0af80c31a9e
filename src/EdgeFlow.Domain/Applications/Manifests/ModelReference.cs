namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>
/// The rule for model references: a file below the node's models folder, in plain ASCII, and nothing that could leave
/// it.
/// </summary>
public static class ModelReference
{
    /// <summary>What would be right.</summary>
    public const string Expected =
        "a file below the models folder, such as ppocr/find-text.onnx: letters, digits and . _ - + "
        + "between single slashes";

    /// <summary>
    /// What is wrong with a reference, in words that follow "the model reference"; null when nothing is.
    /// </summary>
    public static string? Problem(string reference)
    {
        if (reference.Length is 0 or > ManifestLimits.MaxModel)
        {
            return $"has {reference.Length} characters, not 1 to {ManifestLimits.MaxModel}";
        }

        if (reference.Contains("://", StringComparison.Ordinal))
        {
            return "is a URL";
        }

        if (reference[0] is '/' or '\\' or '~' || (reference.Length > 1 && reference[1] == ':'))
        {
            return "is absolute";
        }

        if (reference.Split('/').Any(part => part is "." or ".." or ""))
        {
            return "has an empty part, '.' or '..'";
        }

        var odd = reference.FirstOrDefault(c => !IsPlain(c));
        return odd == default && !reference.Contains('\0') ? null : $"has the character U+{(int)odd:X4}";
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '/';
}
