"""The plots: what happens in each of the four repositories, scene by scene."""
