using System.Text.Json;
using EdgeFlow.Domain.Documents;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>
/// Writes an application as its canonical manifest: keys in a fixed order, defaults and base units written out, absent
/// values left out. The reader reads it back to the same application.
/// </summary>
public static class CanonicalManifest
{
    /// <summary>The manifest as JSON without white space.</summary>
    public static string Write(ApplicationSpec application) => CanonicalJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("apiVersion", ManifestReader.ApiVersion);
        writer.WriteString("kind", ManifestReader.Kind);
        writer.WriteStartObject("metadata");
        writer.WriteString("name", application.Name.Value);
        writer.WriteString("description", application.Description);
        writer.WriteEndObject();
        writer.WriteStartObject("spec");
        WriteDemand(writer, application.Demand);
        writer.WriteStartArray("tasks");
        foreach (var task in application.Tasks)
        {
            WriteTask(writer, task);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void WriteDemand(Utf8JsonWriter writer, JobDemand demand)
    {
        writer.WriteString("mode", demand.Mode == JobMode.Stream ? "stream" : "batch");
        writer.WriteStartObject("rate");
        WriteNumber(writer, "required", demand.Required?.Value);
        WriteNumber(writer, "wished", demand.Wished?.Value);
        writer.WriteEndObject();
        WriteNumber(writer, "latency", demand.LatencyBound?.Value);
        writer.WriteNumber("priority", demand.Priority);
        WriteNumber(writer, "frames", demand.Frames);
        writer.WriteString("whenInfeasible", demand.WhenInfeasible == WhenInfeasible.Refuse ? "refuse" : "wait");
        if (demand.Budget is { } budget)
        {
            writer.WriteStartObject("budget");
            WriteNumber(writer, "pricePerHour", budget.PricePerHour);
            WriteNumber(writer, "watts", budget.Watts);
            writer.WriteEndObject();
        }

        WriteNumber(writer, "accuracy", demand.Accuracy);
    }

    private static void WriteTask(Utf8JsonWriter writer, TaskSpec task)
    {
        writer.WriteStartObject();
        writer.WriteString("id", task.Id.Value);
        WriteStage(writer, task.Stage);
        writer.WriteStartArray("needs");
        foreach (var need in task.Needs)
        {
            writer.WriteStartObject();
            writer.WriteString("task", need.Task.Value);
            WriteNumber(writer, "data", need.Data?.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteNumber(writer, "work", task.Work?.Value);
        writer.WriteNumber("memory", task.Memory.Value);
        WriteConstraints(writer, task.Constraints);
        writer.WriteStartObject("retry");
        writer.WriteNumber("attempts", task.Retry.Attempts);
        writer.WriteNumber("firstDelay", task.Retry.FirstDelay.Value);
        writer.WriteNumber("backoff", task.Retry.Backoff);
        WriteTexts(writer, "onErrors", task.Retry.OnErrors);
        writer.WriteEndObject();
        WriteNumber(writer, "timeout", task.Timeout?.Value);
        WriteForms(writer, task);
        writer.WriteEndObject();
    }

    // Written only where they are declared, so that a manifest without them keeps the hash that it always had.
    private static void WriteForms(Utf8JsonWriter writer, TaskSpec task)
    {
        if (task.Accelerators is { } accelerators)
        {
            writer.WriteStartObject("accelerators");
            foreach (var (name, count) in accelerators.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                writer.WriteNumber(name, count);
            }

            writer.WriteEndObject();
        }

        WriteNumber(writer, "accuracy", task.Accuracy);
        if (task.Variants is not { } variants)
        {
            return;
        }

        writer.WriteStartArray("variants");
        foreach (var variant in variants)
        {
            writer.WriteStartObject();
            writer.WriteString("name", variant.Name);
            writer.WriteString("model", variant.Model);
            writer.WriteNumber("accuracy", variant.Accuracy);
            writer.WriteNumber("work", variant.Work);
            writer.WriteNumber("memory", variant.Memory);
            writer.WriteNumber("data", variant.Data);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteStage(Utf8JsonWriter writer, StageSpec stage)
    {
        using var parameters = JsonDocument.Parse(stage.Parameters);
        writer.WriteStartObject("stage");
        if (stage.Kind == StageReader.ExternalKind)
        {
            writer.WriteString("external", parameters.RootElement.GetProperty(StageReader.UrlKey).GetString());
        }
        else if (stage.Kind != StageReader.ModelKind)
        {
            writer.WriteString("builtin", stage.Kind);
        }

        if (stage.Model is not null)
        {
            writer.WriteString("model", stage.Model);
        }

        writer.WriteStartObject("with");
        foreach (var parameter in parameters.RootElement.EnumerateObject())
        {
            if (stage.Kind != StageReader.ExternalKind || parameter.Name != StageReader.UrlKey)
            {
                parameter.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteConstraints(Utf8JsonWriter writer, PlacementConstraints constraints)
    {
        writer.WriteStartObject("constraints");
        WriteTexts(writer, "nodes", constraints.Nodes.Select(node => node.Value));
        writer.WriteStartObject("labels");
        foreach (var (key, value) in constraints.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
        WriteTexts(writer, "zones", constraints.Zones);
        writer.WriteStartArray("tolerations");
        foreach (var toleration in constraints.Tolerations)
        {
            writer.WriteStartObject();
            writer.WriteString("key", toleration.Key);
            if (toleration.Value is not null)
            {
                writer.WriteString("value", toleration.Value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteTexts(writer, "with", constraints.With.Select(task => task.Value));
        WriteTexts(writer, "apart", constraints.Apart.Select(task => task.Value));
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string key, IEnumerable<string> texts)
    {
        writer.WriteStartArray(key);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string key, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(key, number);
        }
    }
}
