using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Commands;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.EventStore.Appending;
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

        if (given.Count == 0)
        {
            return submit;
        }

        var id = submit.Job.Value;
        if (await keys.FindOrMake(id, cancellationToken).ConfigureAwait(false) is not { } key)
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

    /// <summary>Destroys the personal data of a job that has ended. Again changes nothing.</summary>
    /// <param name="job">The job.</param>
    /// <param name="metadata">Who asks, and in which story.</param>
    /// <param name="cancellationToken">Gives up waiting; what was begun is finished by asking again.</param>
    public async Task<Refusal?> Destroy(string job, EventMetadata metadata, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var outcome = await commands.Jobs.Execute(
            new DestroyPersonalData(new JobId(job), now), metadata, null, cancellationToken).ConfigureAwait(false);
        if (outcome.Rejected is { } rejected)
        {
            return Refusal.Of(rejected);
        }

        await keys.Destroy(job, now, cancellationToken).ConfigureAwait(false);
        return null;
    }
}
