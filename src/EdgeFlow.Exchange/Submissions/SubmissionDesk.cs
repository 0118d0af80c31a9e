using System.Text.Json;
using EdgeFlow.Control.Access;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Jobs;
using EdgeFlow.Control.Requests;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.PubSub;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Exchange.Publishing;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Problems;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.Exchange.Submissions;

/// <summary>
/// Takes jobs that are submitted by message and answers each by an event. A message that comes again starts nothing and
/// gets the answer of the first time. Thread safe.
/// </summary>
public sealed partial class SubmissionDesk(
    JobRegistry jobs, Ownership ownership, IdempotencyKeys keys, MessageCounts counts, DaprPubSub pubsub,
    ExchangeOptions options, TimeProvider time, ILogger<SubmissionDesk> log)
{
    private const string TypeKey = "type";
    private const string SubjectKey = "subject";
    private const int AnsweredStatus = 200;

    /// <summary>Takes a message.</summary>
    /// <param name="delivered">What the sidecar delivered.</param>
    /// <param name="find">Who stands behind a token, which may be empty; null for nobody.</param>
    /// <param name="cancel">Gives up: the message comes again.</param>
    public async Task<DeliveryStatus> Take(
        JsonElement delivered, Func<string, Caller?> find, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(find);
        try
        {
            if (SubmissionMessage.Read(delivered) is not { } message)
            {
                await counts.Add(MessageCounts.Dropped, cancel).ConfigureAwait(false);
                return DeliveryStatus.Drop;
            }

            if (await Answer(message, find(message.Token), cancel).ConfigureAwait(false) is not { } answer)
            {
                return DeliveryStatus.Retry;
            }

            await Publish(answer, cancel).ConfigureAwait(false);
            return DeliveryStatus.Success;
        }
        catch (Exception passing) when (passing is DaprException || Unavailability.Is(passing))
        {
            LogAgain(passing.Message);
            return DeliveryStatus.Retry;
        }
    }

    private Task Publish(CloudEvent answer, CancellationToken cancel)
    {
        var target = options.Publish
            ?? throw new InvalidOperationException("Submissions are taken, and nowhere to answer is set.");
        return pubsub.Publish(
            target.Component, target.Topic, new TopicMessage(answer.Json, CloudEvent.ContentType, answer.Subject),
            cancel);
    }

    // The answer, new or as it was given; null while another delivery of the same message is at work.
    private async Task<CloudEvent?> Answer(SubmissionMessage message, Caller? caller, CancellationToken cancel)
    {
        // Begins as no header can, and is each tenant's own: what others have sent under an id is nobody's business.
        var key = $" message {caller?.Tenant ?? (caller is null ? "?" : "*")} {message.Key}";
        switch (await keys.Begin(key, message.Content, cancel).ConfigureAwait(false))
        {
            case null:
                return await Carry(message, caller, key, cancel).ConfigureAwait(false);
            case { IsSame: false }:
                return Refused(
                    message, caller,
                    Refusal.Of(ProblemKinds.KeyReused, "The id of this message was used with another submission."));
            case { Status: null }:
                return null;
            case var known:
                return new CloudEvent("", known.Headers[TypeKey], known.Headers[SubjectKey], known.Body);
        }
    }

    private async Task<CloudEvent> Carry(
        SubmissionMessage message, Caller? caller, string key, CancellationToken cancel)
    {
        var isKept = false;
        try
        {
            var answer = await Submitted(message, caller, key, cancel).ConfigureAwait(false);
            var head = new Dictionary<string, string> { [TypeKey] = answer.Type, [SubjectKey] = answer.Subject };
            await keys.Keep(key, AnsweredStatus, head, answer.Json.ToArray(), cancel).ConfigureAwait(false);
            isKept = true;
            await counts.Add(
                answer.Type == SubmissionAnswer.Accepted ? MessageCounts.Accepted : MessageCounts.Refused, cancel)
                .ConfigureAwait(false);
            return answer;
        }
        finally
        {
            if (!isKept)
            {
                await keys.Forget(key, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task<CloudEvent> Submitted(
        SubmissionMessage message, Caller? caller, string key, CancellationToken cancel)
    {
        if (NotAllowed(caller) is { } refusal)
        {
            return Refused(message, caller, refusal);
        }

        var asked = StrictJson.Read<JobSubmission>(message.Data);
        if (asked.Refusal is { } wrong)
        {
            return Refused(message, caller, wrong);
        }

        try
        {
            var made = await jobs.Submit(asked.Value!, key, Story(message, caller!), caller!.Tenant, cancel)
                .ConfigureAwait(false);
            return made.Refusal is { } no
                ? Refused(message, caller, no)
                : SubmissionAnswer.Of(message, made.Value!.Value, await Owner(made.Value.Value, cancel)
                    .ConfigureAwait(false), time.GetUtcNow());
        }
        catch (PostgresException unfit) when (Unavailability.IsUnfitText(unfit))
        {
            return Refused(message, caller, Refusal.Of(
                ProblemKinds.InvalidBody, "The submission has text that cannot be stored: NUL or half a character."));
        }
    }

    private async Task<string> Owner(JobView job, CancellationToken cancel) =>
        await ownership.OfApplication(job.Application, cancel).ConfigureAwait(false) ?? Tenancy.Default;

    private static Refusal? NotAllowed(Caller? caller) => caller?.Role switch
    {
        CallerRole.Operator or CallerRole.User => null,
        null => Refusal.Of(
            ProblemKinds.Unauthorized,
            $"Submissions ask for a token in the extension attribute '{SubmissionMessage.TokenAttribute}'."),
        var role => Refusal.Of(
            ProblemKinds.Forbidden, $"The role '{role.ToString()!.ToLowerInvariant()}' of this token may not do this."),
    };

    private CloudEvent Refused(SubmissionMessage message, Caller? caller, Refusal refusal) => SubmissionAnswer.Of(
        message, RefusalProblem.Of(refusal, null), caller?.Tenant ?? Tenancy.Default, time.GetUtcNow());

    // Who sends a message by its id finds all that became of it under that id, unless it names another story.
    private static EventMetadata Story(SubmissionMessage message, Caller caller) => new(
        message.Correlation ?? (ProtocolHeaders.IsCorrelation(message.Id)
            ? message.Id
            : Guid.CreateVersion7().ToString("N")),
        Causes.Message(message.Key), caller.Actor);

    [LoggerMessage(LogLevel.Information, "A submission by message waits: {Cause}")]
    private partial void LogAgain(string cause);
}
