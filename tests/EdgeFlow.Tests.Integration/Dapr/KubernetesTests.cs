using System.Text.Json;
using EdgeFlow.TestBed;
using Xunit;

namespace EdgeFlow.Tests.Integration.Dapr;

/// <summary>The Kubernetes variant, taken by a real API server that checks each field that it knows.</summary>
public sealed class KubernetesTests
{
    private const string Namespace = "edgeflow";

    // What the API server has to know of Dapr's kinds to keep them; what is in them is Dapr's to check.
    private static readonly (string Kind, string Plural, string Version)[] DaprKinds =
    [
        ("Component", "components", "v1alpha1"), ("Configuration", "configurations", "v1alpha1"),
        ("Subscription", "subscriptions", "v2alpha1"), ("Resiliency", "resiliencies", "v1alpha1"),
        ("WorkflowAccessPolicy", "workflowaccesspolicies", "v1alpha1"),
    ];

    [SkippableFact]
    public async Task Apply_EveryFile_IsTakenByARealApiServer()
    {
        Skip.If(KubeServer.Missing is not null, KubeServer.Missing);
        await using var kube = await KubeServer.Start();
        await Know(kube);
        await kube.Kubectl("create", "namespace", Namespace);

        await kube.Kubectl(
            "apply", "--validate=strict", "-n", Namespace, "-f", RepositoryFolder.File("deploy/kubernetes"));

        var deployments = JsonDocument.Parse(await kube.Kubectl("get", "deployments", "-n", Namespace, "-o", "json"))
            .RootElement.GetProperty("items").EnumerateArray().ToDictionary(Name, Annotations);
        Assert.Equal(["cloud", "edge", "edgeflow", "fog"], deployments.Keys.Order(StringComparer.Ordinal));
        Assert.All(deployments, pair => Assert.Equal(
            ("true", pair.Key),
            (pair.Value["dapr.io/enabled"], pair.Value["dapr.io/app-id"])));
        var configurations = await Names(kube, "configurations.dapr.io");
        Assert.All(deployments.Values, annotations => Assert.Contains(annotations["dapr.io/config"], configurations));
        Assert.Equal(["pubsub-kafka", "statestore"], await Names(kube, "components.dapr.io"));
        Assert.Equal(["edgeflow-dead-letters", "edgeflow-submissions"], await Names(kube, "subscriptions.dapr.io"));
        Assert.Equal(["directives", "jobs"], await Names(kube, "workflowaccesspolicies.dapr.io"));
    }

    [Fact]
    public void AccessPolicies_OfKubernetes_AreThoseOfOneMachine()
    {
        var machine = Section("dapr/secure/control-plane.yaml").Replace(
            "namespace: default", $"namespace: {Namespace}", StringComparison.Ordinal);

        Assert.StartsWith(machine, Section("deploy/kubernetes/configuration.yaml"), StringComparison.Ordinal);
        Assert.Equal(
            File.ReadAllText(RepositoryFolder.File("dapr/resiliency.yaml")),
            File.ReadAllText(RepositoryFolder.File("deploy/kubernetes/resiliency.yaml")));
    }

    private static string Section(string file)
    {
        var text = File.ReadAllText(RepositoryFolder.File(file));
        return text[text.IndexOf("  accessControl:", StringComparison.Ordinal)..];
    }

    private static async Task Know(KubeServer kube)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, string.Join("\n---\n", DaprKinds.Select(Definition)));
            await kube.Kubectl("apply", "-f", file);
            await kube.Kubectl("wait", "--for=condition=Established", "--timeout=120s", "crd", "--all");
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Dapr's kinds keep their content beside metadata: spec, scopes, auth.
    private static string Definition((string Kind, string Plural, string Version) of) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: {{of.Plural}}.dapr.io }
        spec:
          group: dapr.io
          scope: Namespaced
          names: { kind: {{of.Kind}}, plural: {{of.Plural}}, singular: {{of.Kind.ToLowerInvariant()}} }
          versions:
            - name: {{of.Version}}
              served: true
              storage: true
              schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
        """;

    private static async Task<IReadOnlyList<string>> Names(KubeServer kube, string plural) =>
        [.. (await kube.Kubectl("get", plural, "-n", Namespace, "-o", "jsonpath={.items[*].metadata.name}"))
            .Split(' ').Order(StringComparer.Ordinal)];

    private static string Name(JsonElement item) => item.GetProperty("metadata").GetProperty("name").GetString()!;

    private static Dictionary<string, string> Annotations(JsonElement deployment) => deployment
        .GetProperty("spec").GetProperty("template").GetProperty("metadata").GetProperty("annotations")
        .EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
}
