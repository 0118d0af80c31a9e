using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeFlow.Exchange.Publishing;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Exchange.Submissions;

/// <summary>The event that answers a submission. Pure.</summary>
public static class SubmissionAnswer
{
    /// <summary>The type of the answer to a submission that became a job.</summary>
    public const string Accepted = "io.edgeflow.submission.accepted.v1";

    /// <summary>The type of the answer to one that was refused.</summary>
    public const string Refused = "io.edgeflow.submission.refused.v1";

    private const int ContentDigits = 16;

    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The job that it became.</summary>
    /// <param name="message">The submission.</param>
    /// <param name="job">The job.</param>
    /// <param name="tenant">Whose it is, as <c>tenant_id</c> has it.</param>
    /// <param name="at">When.</param>
    public static CloudEvent Of(SubmissionMessage message, JobView job, string tenant, DateTimeOffset at) =>
        Write(Accepted, message, job.Job, tenant, at, new
        {
            submission = message.Id,
            source = message.Source,
            job = job.Job,
            application = job.Application,
            version = job.Version,
        });

    /// <summary>Why it was refused.</summary>
    /// <param name="message">The submission.</param>
    /// <param name="problem">Why.</param>
    /// <param name="tenant">Who is told, as <c>tenant_id</c> has it.</param>
    /// <param name="at">When.</param>
    public static CloudEvent Of(SubmissionMessage message, Problem problem, string tenant, DateTimeOffset at) =>
        Write(Refused, message, message.Id, tenant, at, new
        {
            submission = message.Id,
            source = message.Source,
            problem,
        });

    private static CloudEvent Write<T>(
        string type, SubmissionMessage message, string subject, string tenant, DateTimeOffset at, T data)
    {
        // Another content under the same id gets an answer of its own.
        var id = $"submission/{message.Key}/{message.Content[..ContentDigits]}";
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Layout))
        {
            json.WriteStartObject();
            CloudEventWriter.Head(json, id, type, CloudEventWriter.Source(tenant), subject, at);
            json.WriteString("correlationid", message.Id);
            json.WritePropertyName("data");
            JsonSerializer.Serialize(json, data, ProtocolJson.Options);
            json.WriteEndObject();
        }

        return new CloudEvent(id, type, subject, bytes.WrittenMemory);
    }
}
