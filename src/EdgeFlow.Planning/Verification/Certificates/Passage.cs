namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>One direction of a link.</summary>
/// <param name="Number">Its place among the network's passages.</param>
/// <param name="From">Number of the node left.</param>
/// <param name="To">Number of the node entered.</param>
/// <param name="Capacity">Capacity in bits a second.</param>
/// <param name="Resource">Name of what it uses.</param>
internal sealed record Passage(int Number, int From, int To, double Capacity, string Resource);
