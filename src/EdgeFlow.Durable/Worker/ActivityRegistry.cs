namespace EdgeFlow.Durable.Worker;

/// <summary>Runs an activity on JSON: what a registration leaves of its types.</summary>
internal delegate Task<string?> ActivityCode(ActivityContext context, string? input, CancellationToken cancel);

/// <summary>Binds the types of activities, once, so that a call needs no reflection.</summary>
internal static class ActivityRegistry
{
    public static ActivityCode Bind<TIn, TOut>(
        string name, Func<ActivityContext, TIn, CancellationToken, Task<TOut>> run, Payloads payloads) =>
        async (context, input, cancel) =>
        {
            var given = payloads.Read<TIn>(input, $"the input of activity '{name}'");
            return payloads.WriteAs(await run(context, given, cancel).ConfigureAwait(false));
        };
}
