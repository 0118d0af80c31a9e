using System.Text.Json;
using EdgeFlow.Control.Jobs;
using EdgeFlow.Protocol.Jobs;
using Xunit;
using static EdgeFlow.Tests.Domain.Manifests;

namespace EdgeFlow.Tests.Domain;

/// <summary>References to secrets in manifests: kept as references, and said to be wrong where they stand.</summary>
public class ManifestSecretTests
{
    private const string Right = """
        { external: "http://127.0.0.1:1/x", with: { headers: {
          Authorization: { secretRef: { store: vault, name: key-of-ocr, key: bearer } },
          X-Plain: hello } } }
        """;

    [Fact]
    public void Read_SecretInAParameter_StaysAReference()
    {
        var accepted = Accepted(WithStage(Right.ReplaceLineEndings(" ")));

        Assert.Contains(
            """{"Authorization":{"secretRef":{"key":"bearer","name":"key-of-ocr","store":"vault"}}""",
            accepted.Spec.Tasks[0].Stage.Parameters, StringComparison.Ordinal);
        Assert.Equal(accepted.Json, Accepted(accepted.Json).Json);
    }

    [Theory]
    [InlineData("{ secretRef: { store: a } }", "/h/secretRef", "the key 'name' is missing")]
    [InlineData("{ secretRef: vault }", "/h/secretRef", "stands where an object is expected")]
    [InlineData("{ secretRef: { store: a, name: b }, more: 1 }", "/h/more", "the key 'more' is not known here")]
    [InlineData("{ secretRef: { store: a, name: b, nmae: c } }", "/h/secretRef/nmae", "is not known here")]
    [InlineData("{ secretRef: { store: '', name: b } }", "/h/secretRef/store", "is empty or has odd characters")]
    [InlineData("{ secretRef: { store: 'a b', name: b } }", "/h/secretRef/store", "odd characters")]
    [InlineData("{ secretRef: { store: a, name: 5 } }", "/h/secretRef/name", "stands where a text is expected")]
    [InlineData("[ { x: { secretRef: { store: a } } } ]", "/h/0/x/secretRef", "the key 'name' is missing")]
    public void Read_WrongReference_IsNamedAtItsPlace(string value, string place, string problem)
    {
        var error = Assert.Single(Errors(WithStage($"{{ builtin: pass, with: {{ h: {value} }} }}")));

        Assert.Equal($"/spec/tasks/0/stage/with{place}", error.Pointer);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.Equal(6, error.Line);
    }

    [Fact]
    public void Read_AllParametersAsOneSecret_IsRefused()
    {
        var error = Assert.Single(Errors(WithStage("{ builtin: pass, with: { secretRef: { store: a, name: b } } }")));

        Assert.Equal("/spec/tasks/0/stage/with/secretRef", error.Pointer);
    }

    [Fact]
    public void Submission_ThatNamesASecret_IsRefusedAtItsPlace()
    {
        var spec = Spec(WithStage("{ builtin: pass }"));
        var given = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
            """{"a":{"list":[{"deep":{"secretRef":{"store":"a","name":"b"}}}]}}""");

        var answer = Submission.Read(
            new JobSubmission("app") { Parameters = given }, spec, 1, "j", DateTimeOffset.UnixEpoch);

        var error = Assert.Single(answer.Refusal!.Errors);
        Assert.Equal("/parameters/a/list/0/deep", error.Pointer);
        Assert.Equal("a submission names no secrets", error.Problem);
    }
}
