using System.Text.Json;
using EdgeFlow.Protocol.Personal;
using EdgeFlow.StageWorker.Secrets;
using EdgeFlow.StageWorker.Stages;

namespace EdgeFlow.StageWorker.Personal;

/// <summary>Opens the boxes with personal data among a stage's parameters. Safe for concurrent use.</summary>
/// <param name="keys">Where the keys are; null where there is no control plane to ask.</param>
internal sealed class PersonalValues(IPersonalKeys? keys)
{
    private const int MaxBoxes = 256;

    // A character is at most four bytes, of which Base64 makes a third more; nonce and tag are beside it.
    private const int MaxBoxChars = (PersonalWords.MaxChars * 6) + 64;
    private const int MaxJobChars = 63;

    /// <summary>The parameters with the texts in them, and the texts.</summary>
    /// <param name="parameters">The parameters, as the directive has them.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="StageException">A box cannot be opened: the key was destroyed, the box was changed, or no
    /// control plane answers.</exception>
    public async Task<(JsonElement Parameters, IReadOnlyCollection<string> Texts)> Resolve(
        JsonElement parameters, CancellationToken cancel)
    {
        var boxes = ParameterReferences.Of(parameters, PersonalWords.Stored).Select(Parse).Distinct()
            .Take(MaxBoxes + 1).ToList();
        if (boxes.Count == 0)
        {
            return (parameters, []);
        }

        if (boxes.Count > MaxBoxes)
        {
            throw Bad($"The stage has more than {MaxBoxes} personal texts.");
        }

        var texts = new Dictionary<Boxed, string>();
        foreach (var ofJob in boxes.GroupBy(boxed => boxed.Job, StringComparer.Ordinal))
        {
            var key = keys is null ? null : await keys.PersonalKey(ofJob.Key, cancel).ConfigureAwait(false);
            foreach (var boxed in ofJob)
            {
                texts[boxed] = (key is null ? null : PersonalBox.Open(key, boxed.Job, boxed.Box)) ?? throw Bad(
                    $"The personal data of job '{boxed.Job}' cannot be read: their key was destroyed, they were "
                    + "changed, or no control plane answers.");
            }
        }

        var filled = ParameterReferences.Filled(parameters, PersonalWords.Stored, box => texts[Parse(box)]);
        return (filled, texts.Values);
    }

    private static Boxed Parse(JsonElement reference) =>
        (ParameterReferences.Text(reference, PersonalWords.Job, MaxJobChars),
            ParameterReferences.Text(reference, PersonalWords.Box, MaxBoxChars)) is ({ } job, { } box)
            ? new Boxed(job, box)
            : throw Bad($"A {PersonalWords.Stored} has a {PersonalWords.Job} and a {PersonalWords.Box}.");

    private static StageException Bad(string reason) => new("PersonalData", reason);

    private sealed record Boxed(string Job, string Box);
}
