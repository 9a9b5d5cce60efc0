namespace NDSeg.Training;

/// <summary>The columns of a training table under the names that C# code reads like properties.</summary>
public static class TrainingColumns
{
    extension(SegTrainingData data)
    {
        /// <summary>N x F map values, row-major.</summary>
        public float[] Values => data.GetValues();

        /// <summary>N class indices, 1..K.</summary>
        public int[] Targets => data.GetTargets();

        /// <summary>N pixel rows.</summary>
        public int[] Rows => data.GetRows();

        /// <summary>N pixel columns.</summary>
        public int[] Columns => data.GetColumns();

        /// <summary>N image ordinals.</summary>
        public int[] Images => data.GetImages();
    }
}
