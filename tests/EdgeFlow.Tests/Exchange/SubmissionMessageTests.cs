using System.Text.Json;
using EdgeFlow.Exchange.Publishing;
using EdgeFlow.Exchange.Submissions;
using Xunit;

namespace EdgeFlow.Tests.Exchange;

/// <summary>What is read of a message, and of the name of a topic.</summary>
public sealed class SubmissionMessageTests
{
    [Fact]
    public void Read_BareSubmission_IsKnownByItsText()
    {
        var first = Read("""{"application":"a","priority":1}""");
        var again = Read("""{"application":"a","priority":1}""");
        var other = Read("""{"application":"a","priority":2}""");

        Assert.Equal(first!.Key, again!.Key);
        Assert.NotEqual(first.Key, other!.Key);
    }

    [Fact]
    public void Read_SameIdOfAnotherSource_IsAnotherMessage()
    {
        var shop = Read(Envelope("1", "/shop"));
        var store = Read(Envelope("1", "/store"));

        Assert.NotEqual(shop!.Key, store!.Key);
        Assert.Equal(shop.Content, store.Content);
    }

    [Theory]
    [InlineData("\"correlationid\":\"order-1\"", "order-1")]
    [InlineData(
        "\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"",
        "0af7651916cd43dd8448eb211c80319c")]
    [InlineData("\"traceparent\":\"nonsense\"", null)]
    [InlineData("\"correlationid\":\"with a space\"", null)]
    [InlineData("\"other\":1", null)]
    public void Read_Story_IsTheOneThatTheMessageNames(string attribute, string? story) => Assert.Equal(
        story, Read(Envelope("1", "/shop").Insert(1, attribute + ","))!.Correlation);

    [Fact]
    public void Read_TokenThatIsTooLong_IsNone() => Assert.Equal(
        "", Read(Envelope("1", "/shop").Insert(
            1, $"\"{SubmissionMessage.TokenAttribute}\":\"{new string('x', SubmissionMessage.MaxAttribute + 1)}\","))!
            .Token);

    [Theory]
    [InlineData("pubsub/events", "pubsub", "events")]
    [InlineData("mqtt/site/7/events", "mqtt", "site/7/events")]
    public void Parse_ComponentAndTopic_AreTold(string text, string component, string topic) =>
        Assert.Equal(new PublishTarget(component, topic), PublishTarget.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("pubsub")]
    [InlineData("/events")]
    [InlineData("pubsub/")]
    [InlineData("pubsub/two words")]
    [InlineData("pubsub/all/#")]
    [InlineData("pubsub/events?metadata.ttl=1")]
    public void Parse_WhatIsNoTopic_IsRefused(string? text) => Assert.Null(PublishTarget.Parse(text));

    private static string Envelope(string id, string source) => JsonSerializer.Serialize(new
    {
        specversion = "1.0", id, source, type = SubmissionMessage.Type, data = new { application = "a" },
    });

    private static SubmissionMessage? Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        return SubmissionMessage.Read(json.RootElement.Clone());
    }
}
