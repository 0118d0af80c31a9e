namespace EdgeFlow.Benchmarks.Rows;

/// <summary>Lets contenders take turns (A B A B …), so that what else the machine does falls on all alike.</summary>
internal static class Turns
{
    /// <summary>Measures every contender so many times.</summary>
    /// <param name="warmUps">First turns that do not count.</param>
    /// <param name="rounds">Turns that count.</param>
    /// <param name="contenders">Each returns the figure of one turn.</param>
    /// <returns>A series a contender, in their order.</returns>
    public static async Task<IReadOnlyList<Series>> Take(
        int warmUps, int rounds, params Func<Task<double>>[] contenders)
    {
        var figures = contenders.Select(_ => new List<double>(rounds)).ToList();
        for (var round = -warmUps; round < rounds; round++)
        {
            for (var contender = 0; contender < contenders.Length; contender++)
            {
                var figure = await contenders[contender]();
                if (round >= 0)
                {
                    figures[contender].Add(figure);
                }
            }
        }

        return [.. figures.Select(turns => new Series(turns))];
    }
}
