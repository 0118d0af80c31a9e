using EdgeFlow.Domain.Plans;

namespace EdgeFlow.Ledger.Branches;

/// <summary>Measures what was recorded by the same rules as branches. Pure.</summary>
internal static class RecordedFigures
{
    /// <summary>The figures of a window that the record covers.</summary>
    public static BranchFigures Of(Recording recording, BranchWindow window)
    {
        var end = recording.PlaceAfter(window.Until);
        return Until(recording, window, Math.Max(window.Start, end)).Close(window.Until);
    }

    /// <summary>A meter that has measured from the window's beginning to a place.</summary>
    public static BranchMeter Until(Recording recording, BranchWindow window, int place)
    {
        var world = recording.WorldAt(window.Start);
        var meter = new BranchMeter(world, PriceBook.Of(world, recording.Options), window.From);
        for (var index = window.Start; index < place; index++)
        {
            var entry = recording.Entries[index];
            world = world.Apply(entry);
            meter.Observe(
                entry.Data, recording.Times[index], world,
                entry.Data is PlanAdopted ? PriceBook.Of(world, recording.Options) : PriceBook.Free);
        }

        return meter;
    }
}
