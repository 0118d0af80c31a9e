using EdgeFlow.Control.Access;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Personal;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Control.Jobs;

/// <summary>Takes submissions and wishes to cancel. Thread safe.</summary>
public sealed class JobRegistry(
    ControlCommands commands, ApplicationRegistry applications, ApplicationCatalog catalog, JobViews views,
    Ownership ownership, PersonalVault vault, TimeProvider time)
{
    /// <summary>Submits a job. The same submission under the same id again changes nothing. A job belongs to whom its
    /// application belongs.</summary>
    /// <param name="asked">What is wanted.</param>
    /// <param name="key">The request's Idempotency-Key, if it has one.</param>
    /// <param name="metadata">Who asks, and the story that begins with it.</param>
    /// <param name="tenant">Whose applications may be run, as <c>tenant_id</c> has it; null for everybody's.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Answer<Created<JobView>>> Submit(
        JobSubmission asked, string? key, EventMetadata metadata, string? tenant,
        CancellationToken cancellationToken)
    {
        if (NamesWrong(asked) is { } wrong)
        {
            return wrong;
        }

        var owner = await ownership.OfApplication(asked.Application, cancellationToken).ConfigureAwait(false);
        var declared = await applications.Find(asked.Application, asked.Version, cancellationToken)
            .ConfigureAwait(false);
        if (declared is null || (tenant is not null && owner != tenant))
        {
            return new Refusal(
                ProblemKinds.InvalidBody, "The application is not declared.",
                [new ProblemError(
                    asked.Version is null ? "/application" : "/version", 0, 0,
                    $"there is no application '{asked.Application}'{(asked.Version is { } v ? $" version {v}" : "")}",
                    "a declared application: POST /v1/applications")]);
        }

        var spec = await catalog.Find(declared.Name, declared.Version, cancellationToken).ConfigureAwait(false);
        var id = asked.Job ?? Submission.MakeId(declared.Name, key);
        var command = Submission.Read(asked, spec!, declared.Version, id, time.GetUtcNow());
        if (command.Refusal is { } refusal)
        {
            return refusal;
        }

        command = await vault.Seal(command.Value!, cancellationToken).ConfigureAwait(false);
        if (command.Refusal is { } unfit)
        {
            return unfit;
        }

        var outcome = await commands.Jobs.ExecuteFor(owner, command.Value!, metadata, null, cancellationToken)
            .ConfigureAwait(false);
        if (outcome.Rejected is { } rejected)
        {
            return Refusal.Of(rejected);
        }

        var view = await views.Find(id, cancellationToken).ConfigureAwait(false);
        return new Created<JobView>(view!, outcome.Changed);
    }

    /// <summary>Asks to cancel a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="actor">Who asks, as the event says it.</param>
    /// <param name="revision">The revision that the caller has seen (If-Match); null for any.</param>
    /// <param name="metadata">Who asks, and in which story.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Answer<JobView>> Cancel(
        string job, string actor, long? revision, EventMetadata metadata, CancellationToken cancellationToken)
    {
        var known = await commands.Jobs.Load(job, null, cancellationToken).ConfigureAwait(false);
        if (known.State is not null && revision is not null && known.Version != revision)
        {
            return Refusal.Of(
                ProblemKinds.PreconditionFailed, $"Job '{job}' is at revision {known.Version}, not {revision}.");
        }

        var cancel = new CancelJob(new JobId(job), actor, time.GetUtcNow());
        var outcome = await commands.Jobs.Execute(cancel, metadata, null, cancellationToken).ConfigureAwait(false);
        if (outcome.Rejected is { } rejected)
        {
            return Refusal.Of(rejected);
        }

        return (await views.Find(job, cancellationToken).ConfigureAwait(false))!;
    }

    private static Refusal? NamesWrong(JobSubmission asked)
    {
        var errors = new List<ProblemError>();
        if (!Name.IsValid(asked.Application))
        {
            errors.Add(new ProblemError("/application", 0, 0, "is no name", Name.Rule));
        }

        if (asked.Job is not null && !Name.IsValid(asked.Job))
        {
            errors.Add(new ProblemError("/job", 0, 0, "is no name", Name.Rule));
        }

        return errors.Count == 0
            ? null
            : new Refusal(ProblemKinds.InvalidBody, "The submission has a bad name.", errors);
    }
}
