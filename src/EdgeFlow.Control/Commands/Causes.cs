using System.Globalization;

namespace EdgeFlow.Control.Commands;

/// <summary>How the direct cause of events is named beside them. Pure.</summary>
public static class Causes
{
    /// <summary>Another event: <c>event/SEQUENCE</c>.</summary>
    public static string Event(long sequence) => string.Create(CultureInfo.InvariantCulture, $"event/{sequence}");

    /// <summary>A plan: <c>plan/REVISION</c>, which is also the version of its event in the stream of plans.</summary>
    public static string Plan(int revision) => string.Create(CultureInfo.InvariantCulture, $"plan/{revision}");

    /// <summary>A request to the API: <c>request/METHOD PATH</c>.</summary>
    public static string Request(string method, string path) => $"request/{method} {path}";

    /// <summary>A message: <c>message/HASH</c>, of its source and id, which are the sender's own texts.</summary>
    public static string Message(string hash) => $"message/{hash}";

    /// <summary>What a node reported of an attempt at a task: <c>report/TASK/ATTEMPT</c>.</summary>
    public static string Report(string task, int attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"report/{task}/{attempt}");
}
