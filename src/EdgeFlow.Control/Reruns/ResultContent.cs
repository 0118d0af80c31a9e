using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeFlow.Control.Directives;
using EdgeFlow.Control.Personal;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Control.Reruns;

/// <summary>
/// Names what a batch task's output is computed from: the stage's kind, model and parameters, and the bytes of model
/// and inputs. Two tasks with the same content have the same output, whatever they are called. Pure.
/// </summary>
public static class ResultContent
{
    /// <summary>SHA-256 hex.</summary>
    /// <param name="stage">What is executed, with the model that is really used.</param>
    /// <param name="modelHash">SHA-256 hex of its model's bytes; null for none, or not known.</param>
    /// <param name="inputs">The producers, as the stage knows them, and SHA-256 hex of what each of them gave.</param>
    /// <param name="frames">Source: how many frames were asked for, null for all; others: not looked at.</param>
    public static string Of(
        StageSpec stage, string? modelHash, IEnumerable<(TaskId From, string Output)> inputs, long? frames)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var text = new StringBuilder(StageHash.Of(stage));
        if (PersonalMarks.Masked(stage.Parameters) != stage.Parameters)
        {
            // A profile does not depend on personal data; what comes out does.
            text.Append(CultureInfo.InvariantCulture, $"\nparameters={stage.Parameters}");
        }

        if (modelHash is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nmodel={modelHash}");
        }

        var read = inputs.OrderBy(input => input.From).ToList();
        foreach (var (from, output) in read)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{from}={output}");
        }

        if (read.Count == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nframes={frames?.ToString(CultureInfo.InvariantCulture)}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
