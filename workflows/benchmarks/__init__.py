"""What `manage.py bench` measures, each against something bare in the same run."""
