using System.Security.Cryptography;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Commands;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Protocol.Personal;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Control.Personal;

/// <summary>
/// Keeps personal data of submissions out of events: what is stored is a box that only the job's key opens, and the key
/// can be destroyed, while the events, their hashes and every proof stay as they are. Thread safe.
/// </summary>
public sealed class PersonalVault(PersonalKeys keys, ControlCommands commands, TimeProvider time)
{
    /// <summary>The submission with its personal data in boxes; a refusal where a box that it takes over from an
    /// earlier run cannot be opened any more.</summary>
    /// <param name="submit">The submission as asked.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Answer<SubmitJob>> Seal(SubmitJob submit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submit);
        var given = submit.Parameters.Values.Where(PersonalMarks.Mentions).ToList();
        foreach (var job in given.SelectMany(PersonalMarks.Jobs).Distinct())
        {
            if (await keys.Find(job, cancellationToken).ConfigureAwait(false) is null)
            {
                return Refusal.Of(
                    ProblemKinds.Conflict,
                    $"The personal data of job '{job}' were destroyed: give them anew, or leave the run at that.");
            }
        }

        // A rerun's boxes stay as they are, under the key of the run that they were made for.
        if (!given.Any(PersonalMarks.HasOpen))
        {
            return submit;
        }

        var id = submit.Job.Value;
        if (await KeyFor(submit, cancellationToken).ConfigureAwait(false) is not { } key)
        {
            return Refusal.Of(
                ProblemKinds.Conflict, $"The personal data of a job '{id}' were destroyed: take another name.");
        }

        return submit with
        {
            Parameters = submit.Parameters.ToDictionary(
                entry => entry.Key,
                entry => PersonalMarks.Mentions(entry.Value)
                    ? PersonalMarks.Sealed(entry.Value, id, key)
                    : entry.Value),
        };
    }

    /// <summary>Destroys the personal data of a job that has ended. Again changes nothing; a job that never had a key
    /// is refused, for there is nothing to destroy.</summary>
    /// <param name="job">The job.</param>
    /// <param name="metadata">Who asks, and in which story.</param>
    /// <param name="cancellationToken">Gives up waiting; what was begun is finished by asking again.</param>
    public async Task<Refusal?> Destroy(string job, EventMetadata metadata, CancellationToken cancellationToken)
    {
        var (now, known) = (time.GetUtcNow(), await commands.Jobs.Load(job, null, cancellationToken)
            .ConfigureAwait(false));
        if (known.State is { IsEnded: true } state
            && !await keys.Knows(job, cancellationToken).ConfigureAwait(false))
        {
            return Refusal.Of(ProblemKinds.Conflict, WithoutKey(state));
        }

        var outcome = await commands.Jobs.Execute(
            new DestroyPersonalData(new JobId(job), now), metadata, null, cancellationToken).ConfigureAwait(false);
        if (outcome.Rejected is { } rejected)
        {
            return Refusal.Of(rejected);
        }

        await keys.Destroy(job, now, cancellationToken).ConfigureAwait(false);
        return null;
    }

    // A submission that will be refused must leave no key behind: one for a new job is made only where the job's own
    // rules take it, and where the name is taken the boxes may be anything, for they cannot be those of that job.
    private async Task<byte[]?> KeyFor(SubmitJob submit, CancellationToken cancellationToken)
    {
        var id = submit.Job.Value;
        var known = await commands.Jobs.Load(id, null, cancellationToken).ConfigureAwait(false);
        if (known.State is null && JobDecider.Decide(null, submit) is not Rejected)
        {
            return await keys.FindOrMake(id, cancellationToken).ConfigureAwait(false);
        }

        return await keys.Knows(id, cancellationToken).ConfigureAwait(false)
            ? await keys.Find(id, cancellationToken).ConfigureAwait(false)
            : RandomNumberGenerator.GetBytes(PersonalBox.KeyBytes);
    }

    private static string WithoutKey(JobState state)
    {
        var others = state.Parameters.Values.SelectMany(PersonalMarks.Jobs).Distinct().Order(StringComparer.Ordinal)
            .Select(job => $"'{job}'").ToList();
        return $"Job '{state.Job}' has no personal data of its own: nothing was destroyed."
            + (others.Count == 0 ? "" : $" It uses those of {string.Join(", ", others)}: ask for that job.");
    }
}
