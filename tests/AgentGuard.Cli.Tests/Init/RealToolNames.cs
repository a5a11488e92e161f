namespace AgentGuard.Cli.Tests.Init;

/// <summary>
/// Names of tools of servers that people use, with what a guess from the name alone must be: <c>look</c>, or the groups. A name in an example is a wish;
/// these are what servers really call their tools.
/// </summary>
internal static class RealToolNames
{
    public const string Git = """
        git_status             look
        git_diff_unstaged      look
        git_diff_staged        look
        git_diff               look
        git_log                look
        git_show               look
        git_commit             write
        git_add                write
        git_checkout           write
        git_create_branch      write
        git_init               write
        git_reset              write destructive
        git_push               write egress
        git_pull               write egress
        git_clone              write egress
        git_clean              write destructive
        """;

    public const string GitHub = """
        search_repositories          look
        search_code                  look
        search_issues                look
        get_file_contents            look
        list_commits                 look
        get_commit                   look
        list_issues                  look
        get_issue                    look
        issue_read                   look
        pull_request_read            look
        get_pull_request             look
        get_pull_request_status      look
        list_pull_requests           look
        get_workflow_run             look
        get_job_logs                 look
        get_latest_release           look
        list_secret_scanning_alerts  secrets
        create_or_update_file        write
        create_repository            write
        create_branch                write
        create_issue                 write
        create_pull_request          write
        update_issue                 write
        issue_write                  write
        sub_issue_write              write
        fork_repository              write
        merge_pull_request           write
        star_repository              write
        update_pull_request_branch   write
        push_files                   write egress
        add_issue_comment            write egress
        create_pull_request_review   write egress
        delete_file                  write destructive
        cancel_workflow_run          write destructive execution
        run_workflow                 write execution
        rerun_failed_jobs            write execution
        create_merge_request         write
        """;

    public const string Slack = """
        slack_list_channels           look
        slack_get_channel_history     look
        slack_get_thread_replies      look
        slack_get_users               look
        slack_get_user_profile        look
        conversations_search_messages  look
        conversations_history         look
        slack_post_message            write egress
        slack_reply_to_thread         write egress
        conversations_add_message     write egress
        slack_add_reaction            write
        """;

    public const string Stripe = """
        list_customers        look
        list_payment_intents  look
        list_invoices         look
        retrieve_balance      look
        get_order             look
        search_documentation  look
        create_customer       write
        create_product        write
        create_coupon         write
        create_payment_link   write money
        create_invoice        write money
        finalize_invoice      write money
        create_refund         write money
        create_order          write money
        pay_order             write money
        cancel_subscription   write destructive money
        send_invoice          write egress money
        """;

    public const string Databases = """
        list_tables       look
        list_schemas      look
        describe_table    look
        get_table_schema  look
        explain_query     look
        analyze_db_health  look
        read_query        look
        query             look
        write_query       write
        create_table      write
        append_insight    write
        insert            write
        insert-many       write
        update-many       write
        upsert_points     write
        drop-collection   write destructive
        delete-many       write destructive
        truncate_table    write destructive
        execute_sql       write execution
        run_query         write execution
        """;

    public const string Clouds = """
        ListBuckets            look
        ListObjectsV2          look
        GetObject              look
        HeadObject             write
        s3_list_objects        look
        suggest_aws_commands   look
        GetSecretValue         secrets
        PutObject              write
        CreateBucket           write
        UpdateFunctionCode     write
        call_aws               write egress
        DeleteBucket           write destructive
        TerminateInstances     write destructive
        StopInstances          write destructive
        RunInstances           write execution
        InvokeFunction         write execution
        deploy_to_vercel       write deploy
        list_deployments       look
        create_access_key      write secrets
        """;

    public const string Kubernetes = """
        kubectl_get           look
        kubectl_describe      look
        kubectl_logs          look
        explain_resource      look
        list_api_resources    look
        pods_list             look
        pods_log              look
        pods_top              look
        helm_list             look
        kubectl_apply         write
        kubectl_create        write
        kubectl_patch         write
        kubectl_generic       write
        install_helm_chart    write
        upgrade_helm_chart    write
        kubectl_scale         write deploy
        kubectl_rollout       write deploy
        kubectl_delete        write destructive
        uninstall_helm_chart  write destructive
        pods_delete           write destructive
        pods_exec             write execution
        exec_in_pod           write execution
        pods_run              write execution
        """;

    public const string Browsers = """
        puppeteer_screenshot     look
        browser_take_screenshot  look
        browser_snapshot         look
        puppeteer_navigate       egress
        browser_navigate         egress
        puppeteer_click          write egress
        puppeteer_fill           write egress
        browser_type             write egress
        browser_file_upload      write egress
        puppeteer_evaluate       write execution
        browser_evaluate         write execution
        browser_run_code         write execution
        fetch                    egress
        web_search               egress
        brave_web_search         egress
        tavily-search            egress
        firecrawl_scrape         egress
        download_file            egress
        """;

    public const string Mail = """
        search_emails         look
        read_email            look
        list_email_labels     look
        find_message          look
        draft_email           write egress
        send_email            write egress
        modify_email          write egress
        forward_message       write egress
        create_label          write
        delete_email          write destructive egress
        batch_delete_emails   write destructive
        send_sms              write egress
        """;

    public const string Desktops = """
        read_file               look
        read_multiple_files     look
        directory_tree          look
        list_directory          look
        get_file_info           look
        search_files            look
        list_processes          look
        read_process_output     look
        write_file              write
        edit_file               write
        create_directory        write
        move_file               write
        kill_process            write destructive execution
        force_terminate         write destructive
        start_process           write execution
        execute_command         write execution
        run_shell_command       write execution
        bash                    write execution
        get-env                 secrets
        get_password            secrets
        read_secret             secrets
        vault_list              secrets
        get_cookies             secrets
        """;

    public const string Notes = """
        API-post-search           look
        API-retrieve-a-page       look
        API-patch-page            write
        API-delete-a-block        write destructive
        notion-search             look
        notion-create-pages       write
        jira_get_issue            look
        jira_transition_issue     write
        jira_delete_issue         write destructive
        confluence_search         look
        confluence_create_page    write
        create_entities           write
        delete_relations          write destructive
        read_graph                look
        search_nodes              look
        sequentialthinking        write
        get_current_time          look
        """;

    /// <summary>Names that are made to be read as something harmless.</summary>
    public const string Disguises = """
        read_and_delete         write destructive
        get_or_create_user      write
        search_then_send        write egress
        list_and_run            write execution
        view_or_pay_invoice     write money
        getAndPost              write egress
        READ_DELETE             write destructive
        readFileThenDeleteIt    write destructive
        list_delete             write destructive
        show_exec               write execution
        get_file__rm            write destructive
        dеlete_file             write
        ''; DROP TABLE          write destructive
        """;
}
