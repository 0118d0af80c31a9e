using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeFlow.Dapr.Invocation;
using EdgeFlow.Domain.Applications.Manifests;
using Xunit;

namespace EdgeFlow.Tests.Domain;

/// <summary>
/// What <c>dapr://app/method</c> may be, and that the reader of manifests, the published schema and the node's client
/// of the sidecar agree on it.
/// </summary>
public class DaprAddressTests
{
    private static readonly string Schema = JsonDocument.Parse(ManifestSchema.Text).RootElement
        .GetProperty("$defs").GetProperty("stage").GetProperty("properties").GetProperty("external")
        .GetProperty("pattern").GetString()!;

    public static TheoryData<string, string, string> Right => new()
    {
        { "dapr://ocr/recognise", "ocr", "recognise" },
        { "dapr://OCR-2_b/v1/recognise", "OCR-2_b", "v1/recognise" },
        { "dapr://ocr.vision/v1/a.b/c~d", "ocr.vision", "v1/a.b/c~d" },
        { "dapr://ocr/a/...?lang=de&x=/..?%2F", "ocr", "a/...?lang=de&x=/..?%2F" },
        { "dapr://ocr/caf%C3%A9", "ocr", "caf%C3%A9" },
        { "dapr://" + new string('a', 63) + "/m", new string('a', 63), "m" },
    };

    public static TheoryData<string, string> Wrong => new()
    {
        { "dapr://", "names no app id" },
        { "dapr:///method", "names no app id" },
        { "dapr://-ocr/m", "names no app id" },
        { "dapr://ocr-/m", "names no app id" },
        { "dapr://ocr||x/m", "names no app id" },
        { "dapr://ocr:3500/m", "names no app id" },
        { "dapr://ocr.Vision/m", "names no app id" },
        { "dapr://ocr.a.b/m", "names no app id" },
        { "dapr://" + new string('a', 64) + "/m", "names no app id" },
        { "dapr://ocr", "names no method" },
        { "dapr://ocr/", "names no method" },
        { "dapr://ocr?m", "names no app id" },
        { "dapr://ocr/../other/method/m", "has a method path" },
        { "dapr://ocr/a/..", "has a method path" },
        { "dapr://ocr/a/../b", "has a method path" },
        { "dapr://ocr/./a", "has a method path" },
        { "dapr://ocr/..?x", "has a method path" },
        { "dapr://ocr//a", "has a method path" },
        { "dapr://ocr/a/", "has a method path" },
        { "dapr://ocr/a%2fb", "has a method path" },
        { "dapr://ocr/a%5Cb", "has a method path" },
        { "dapr://ocr/%2e%2e/b", "has a method path" },
        { "dapr://ocr/a%252fb", "has a method path" },
        { "dapr://ocr/a%23b", "has a method path" },
        { "dapr://ocr/a%3Fb", "has a method path" },
        { "dapr://ocr/a%00", "has a method path" },
        { "dapr://ocr/a%0d%0aX", "has a method path" },
        { "dapr://ocr/a%7f", "has a method path" },
        { "dapr://ocr/a%zz", "has a method path" },
        { "dapr://ocr/a#b", "has user info or a fragment" },
        { "dapr://user@ocr/a", "has user info or a fragment" },
        { "dapr://ocr/a b", "is too long or has characters" },
        { "dapr://ocr/é", "is too long or has characters" },
        { "dapr://ocr/a\n", "is too long or has characters" },
        { "dapr://ocr/" + new string('a', ManifestLimits.MaxUrl), "is too long or has characters" },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public void Address_OfAnApplication_IsTakenByAll(string address, string app, string method)
    {
        Assert.Null(ExternalAddress.Problem(address));
        Assert.Matches(Schema, address);
        var target = InvocationTarget.Parse(address);
        Assert.Equal((app, method), (target?.App, target?.Method));
        Assert.Equal($"/v1.0/invoke/{app}/method/{method}", target!.Path);
        Assert.Equal(address, target.ToString());
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Address_Hostile_IsRefusedByAll(string address, string problem)
    {
        Assert.StartsWith(problem, ExternalAddress.Problem(address), StringComparison.Ordinal);
        // In .NET '$' also matches before a last line break, which JSON Schema's dialect does not do.
        Assert.True(
            address.Length > ManifestLimits.MaxUrl || address[^1] == '\n' || !Regex.IsMatch(address, Schema));
        Assert.Null(InvocationTarget.Parse(address));
    }

    [Fact]
    public void Patterns_OfManifestSchemaAndClient_AreTheSame()
    {
        Assert.Equal(DaprAddress.AppPattern, InvocationTarget.AppPattern);
        Assert.Equal(DaprAddress.MethodPattern, InvocationTarget.MethodPattern);
        Assert.Equal(DaprAddress.QueryPattern, InvocationTarget.QueryPattern);
        Assert.Equal(
            $"^(https?://[^/@]|dapr://{DaprAddress.AppPattern}/{DaprAddress.MethodPattern}{DaprAddress.QueryPattern}$)",
            Schema);
    }
}
