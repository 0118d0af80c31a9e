using System.Text.Json;
using EdgeFlow.Control.Directives;
using EdgeFlow.Control.Jobs;
using EdgeFlow.Control.Personal;
using EdgeFlow.Control.Reruns;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Personal;
using EdgeFlow.StageWorker.Personal;
using EdgeFlow.StageWorker.Stages;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Control;

/// <summary>Personal data among the parameters of jobs: in a box on their way, open only where a stage is
/// made.</summary>
public sealed class PersonalDataTests : IPersonalKeys
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, PersonalBox.KeyBytes).Select(i => (byte)i)];
    private byte[]? held = Key;

    Task<byte[]?> IPersonalKeys.PersonalKey(string job, CancellationToken cancel) =>
        Task.FromResult(job == "j-1" ? held : null);

    [Fact]
    public void Box_AnyText_OpensAsItWasAndTwiceTheSame() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>().Filter(text => text is not null && !text.Any(char.IsSurrogate)), text =>
        {
            var box = PersonalBox.Seal(Key, "j-1", text);
            Assert.Equal(text, PersonalBox.Open(Key, "j-1", box));
            Assert.Equal(box, PersonalBox.Seal(Key, "j-1", text));
            Assert.NotEqual(box, PersonalBox.Seal(Key, "j-2", text));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Open_AnotherKeyJobOrByte_GivesNothing()
    {
        var box = PersonalBox.Seal(Key, "j-1", "Ada Lovelace");
        var bytes = Convert.FromBase64String(box);
        Assert.Null(PersonalBox.Open(new byte[PersonalBox.KeyBytes], "j-1", box));
        Assert.Null(PersonalBox.Open(Key, "j-2", box));
        Assert.Null(PersonalBox.Open(Key, "j-1", "no base64 %"));
        Assert.Null(PersonalBox.Open(Key, "j-1", ""));
        for (var i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;
            Assert.Null(PersonalBox.Open(Key, "j-1", Convert.ToBase64String(changed)));
        }
    }

    [Fact]
    public async Task Resolve_BoxesAmongParameters_GivesTheTextsAndKeepsTheRest()
    {
        var given = """{"a":[1,{"personal":"Ada"}],"b":{"c":{"personal":"Grace"}},"personal":{"x":2}}""";

        var stored = PersonalMarks.Sealed(given, "j-1", Key);
        var (opened, texts) = await new PersonalValues(this).Resolve(Json(stored), default);

        Assert.DoesNotContain("Ada", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("Grace", stored, StringComparison.Ordinal);
        Assert.Equal("""{"a":[1,"Ada"],"b":{"c":"Grace"},"personal":{"x":2}}""", opened.GetRawText());
        Assert.Equal(["Ada", "Grace"], texts.Order(StringComparer.Ordinal));
        Assert.Equal(["j-1", "j-1"], PersonalMarks.Jobs(stored));
    }

    [Theory]
    [InlineData("""{"a":{"personal":"Ada"}}""", true)]
    [InlineData("""{"a":[{"personalRef":{"job":"j-1","box":"AA=="}}]}""", true)]
    [InlineData("""{"personal":"a stage's own parameter"}""", false)]
    [InlineData("""{"a":{"personality":"open"},"personals":1}""", false)]
    public void Mentions_Parameters_OnlyWhereAMarkStands(string parameters, bool expected) =>
        Assert.Equal(expected, PersonalMarks.Mentions(parameters));

    [Fact]
    public async Task Resolve_KeyThatWasDestroyed_SaysWhoseDataAreGone()
    {
        var stored = PersonalMarks.Sealed("""{"a":{"personal":"Ada"}}""", "j-1", Key);
        held = null;

        var error = await Assert.ThrowsAsync<StageException>(
            () => new PersonalValues(this).Resolve(Json(stored), default));

        Assert.Contains("'j-1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hash_OtherPersonalData_IsOneProfileAndAnotherResult()
    {
        var (ada, grace) = (Stage("Ada"), Stage("Grace"));

        Assert.Equal(StageHash.Of(ada), StageHash.Of(grace));
        Assert.NotEqual(ResultContent.Of(ada, null, [], null), ResultContent.Of(grace, null, [], null));
    }

    [Theory]
    [InlineData("""{"a":{"personal":5}}""", "/parameters/t/a", "this is no personal text")]
    [InlineData("""{"a":[{"personal":"x","more":1}]}""", "/parameters/t/a/0", "this is no personal text")]
    [InlineData("""{"a":{"personal":""}}""", "/parameters/t/a", "this is no personal text")]
    [InlineData("""{"a":{"b":{"personalRef":{"job":"j-2","box":"AA=="}}}}""", "/parameters/t/a/b",
        "a submission holds no box")]
    public void Read_MarkThatMayNotStandThere_IsNamedAtItsPlace(string given, string pointer, string problem)
    {
        var application = World.Application("    - { id: t, stage: { builtin: tag } }");
        var asked = new JobSubmission(
            "app", Parameters: new Dictionary<string, JsonElement> { ["t"] = Json(given) });

        var refusal = Submission.Read(asked, application, 1, "j-1", World.Now).Refusal!;

        Assert.Equal([(pointer, problem)], refusal.Errors.Select(error => (error.Pointer, error.Problem)));
    }

    private static StageSpec Stage(string text) =>
        new("tag", null, PersonalMarks.Sealed($$$"""{"name":{"personal":"{{{text}}}"}}""", "j-1", Key));

    private static JsonElement Json(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
