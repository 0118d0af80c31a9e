using System.Diagnostics;

namespace EdgeFlow.Durable.Wire;

/// <summary>The one place where a trace of this process becomes the wire's trace context, and back.</summary>
internal static class TraceMapping
{
    /// <summary>The trace that the caller is part of; null when it is part of none.</summary>
    public static TraceContext? Current() => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } span
        ? new TraceContext { TraceParent = id, SpanID = span.SpanId.ToHexString(), TraceState = span.TraceStateString }
        : null;

    /// <summary>
    /// Makes the calling code part of a trace, so that what it calls is too; null, and nothing, without one. Disposing
    /// the span ends it.
    /// </summary>
    /// <param name="name">What the span is called.</param>
    /// <param name="trace">What came over the wire; a text that is no trace context is passed over.</param>
    public static Activity? Enter(string name, TraceContext? trace)
    {
        if (trace is null || !System.Diagnostics.ActivityContext.TryParse(trace.TraceParent, trace.TraceState, out _))
        {
            return null;
        }

        var span = new Activity(name) { TraceStateString = trace.TraceState };
        return span.SetParentId(trace.TraceParent).Start();
    }
}
