using System.Text;

namespace EdgeFlow.StageWorker.Secrets;

/// <summary>
/// Secrets in variables of the node's environment: <c>EDGEFLOW_SECRET_STORE_NAME</c>, or with <c>_KEY</c> behind it
/// where the key is another than the name; letters in upper case, all but letters and digits as <c>_</c>. Other
/// variables are out of reach, so that a manifest cannot ask for the node's own tokens.
/// </summary>
/// <param name="variable">The value of a variable by its name; null or empty when it is not set.</param>
public sealed class EnvironmentSecrets(Func<string, string?> variable) : ISecretStore
{
    /// <summary>What the names of these variables begin with.</summary>
    public const string Prefix = "EDGEFLOW_SECRET_";

    /// <inheritdoc/>
    public Task<string?> Read(SecretReference reference, CancellationToken cancel) =>
        Task.FromResult(variable(NameOf(reference)) is { Length: > 0 } value ? value : null);

    /// <summary>The variable of a secret.</summary>
    /// <param name="reference">The secret.</param>
    public static string NameOf(SecretReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var name = new StringBuilder(Prefix).Append(reference.Store).Append('_').Append(reference.Name);
        if (reference.Key != reference.Name)
        {
            name.Append('_').Append(reference.Key);
        }

        for (var index = 0; index < name.Length; index++)
        {
            name[index] = char.IsAsciiLetterOrDigit(name[index]) ? char.ToUpperInvariant(name[index]) : '_';
        }

        return name.ToString();
    }
}
