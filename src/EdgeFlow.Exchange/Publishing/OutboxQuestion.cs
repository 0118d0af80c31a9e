using System.Buffers;
using System.Text.Json;
using EdgeFlow.Dapr.PubSub;
using EdgeFlow.EventStore;

namespace EdgeFlow.Exchange.Publishing;

/// <summary>
/// A small event that asks whether a broker takes events at all, where one event fails again and again and no other is
/// there to show it. Subscribers need not care for it. Pure.
/// </summary>
public static class OutboxQuestion
{
    /// <summary>Its type.</summary>
    public const string Type = "io.edgeflow.outbox.asked.v1";

    /// <summary>Its subject.</summary>
    public const string Subject = "outbox";

    /// <summary>The message.</summary>
    /// <param name="id">Another for each question.</param>
    /// <param name="waiting">The event that fails: the question goes the same way, by the same partition.</param>
    /// <param name="at">When.</param>
    public static TopicMessage About(Guid id, CloudEvent waiting, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            CloudEventWriter.Head(
                json, $"{Subject}/{id:N}", Type, CloudEventWriter.Source(Tenancy.Default), Subject, at);
            json.WriteStartObject("data");
            json.WriteString("waiting", waiting.Id);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new TopicMessage(bytes.WrittenMemory, CloudEvent.ContentType, waiting.Subject);
    }
}
