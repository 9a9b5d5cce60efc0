using Xunit;

// The tests that stop commands count the processor time of the process, so nothing else may compute in it meanwhile.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
