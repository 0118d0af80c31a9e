using System.Collections.Immutable;
using EdgeFlow.Domain.Documents;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>
/// The objects of a manifest and their keys, as <c>docs/schema/application.v1.schema.json</c> publishes them.
/// </summary>
public static class ManifestShapes
{
    /// <summary>The document.</summary>
    public static Shape Application { get; } = new(
        "application", ["apiVersion", "kind", "metadata", "spec"], ["apiVersion", "kind", "metadata", "spec"]);

    /// <summary>Name and description.</summary>
    public static Shape Metadata { get; } = new("metadata", ["name", "description"], ["name"]);

    /// <summary>What a job asks by default, and the tasks.</summary>
    public static Shape Spec { get; } = new(
        "spec",
        ["mode", "rate", "latency", "priority", "frames", "whenInfeasible", "budget", "accuracy", "tasks"], ["tasks"]);

    /// <summary>Required and wished rate.</summary>
    public static Shape Rate { get; } = new("rate", ["required", "wished"], []);

    /// <summary>What a stream may cost.</summary>
    public static Shape Budget { get; } = new("budget", ["pricePerHour", "watts"], []);

    /// <summary>A task.</summary>
    public static Shape Task { get; } = new(
        "task",
        [
            "id", "stage", "needs", "work", "memory", "constraints", "retry", "timeout", "accelerators", "accuracy",
            "variants",
        ],
        ["id", "stage"]);

    /// <summary>Another form of a task's model.</summary>
    public static Shape Variant { get; } = new(
        "variant", ["name", "model", "accuracy", "work", "memory", "data"], ["name", "model", "accuracy"]);

    /// <summary>What a task executes: one of builtin, model and external; a builtin may have a model too.</summary>
    public static Shape Stage { get; } = new("stage", ["builtin", "model", "external", "with"], []);

    /// <summary>A secret in place of a text among a stage's parameters.</summary>
    public static Shape SecretValue { get; } = new("secretValue", ["secretRef"], ["secretRef"]);

    /// <summary>Where a secret is: its store, its name there and, where it has several values, which one.</summary>
    public static Shape SecretReference { get; } = new(
        "secretReference", ["store", "name", "key"], ["store", "name"]);

    /// <summary>An edge.</summary>
    public static Shape Need { get; } = new("need", ["task", "data"], ["task"]);

    /// <summary>Where a task may run.</summary>
    public static Shape Constraints { get; } = new(
        "constraints", ["nodes", "labels", "zones", "tolerations", "with", "apart"], []);

    /// <summary>A taint that a task bears.</summary>
    public static Shape Toleration { get; } = new("toleration", ["key", "value"], ["key"]);

    /// <summary>What happens when an attempt fails.</summary>
    public static Shape Retry { get; } = new("retry", ["attempts", "firstDelay", "backoff", "onErrors"], []);

    /// <summary>All of them.</summary>
    public static ImmutableArray<Shape> All { get; } =
    [
        Application, Metadata, Spec, Rate, Budget, Task, Variant, Stage, SecretValue, SecretReference, Need,
        Constraints, Toleration, Retry,
    ];
}
